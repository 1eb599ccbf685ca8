interface Coverage { readonly employer: string; readonly queue: string; readonly purpose: string; readonly at: string; readonly takesNew?: boolean }

/**
 * SQL: whether a contract in force at `at` covers this queue and purpose for this employer (Art. 28(3) GDPR), for new tickets
 * (`takesNew`: not after the cut-over of a notice) or for those that are there. The arguments are expressions of the statement around it.
 */
export const coveredByContract = ({ employer, queue, purpose, at, takesNew }: Coverage): string => `
  EXISTS (SELECT 1 FROM contracts_in_force(${at}) c WHERE c.employer_id = ${employer} AND ${queue} = ANY(c.queues) AND ${purpose} = ANY(c.purposes)${takesNew ? " AND c.takes_new" : ""})`;
