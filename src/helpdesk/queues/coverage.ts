interface Coverage { readonly employer: string; readonly queue: string; readonly purpose: string; readonly categories: string; readonly at: string }

/**
 * SQL: whether the contracts of this employer that are in force at `at` cover this queue, purpose and everything found in a ticket (Art. 28(3) GDPR): one
 * names the queue, and each that does covers the rest. The arguments are expressions of the statement around it.
 */
export const coveredByContract = ({ employer, queue, purpose, categories, at }: Coverage): string => `COALESCE((
  SELECT bool_and(${purpose} = ANY(c.purposes) AND NOT EXISTS (SELECT 1 FROM unnest(${categories}) found WHERE COALESCE(c.forms ->> found, 'hidden') NOT IN ('token', 'brief', 'narrow', 'partial', 'clear')))
  FROM contracts_in_force(${at}) c WHERE c.employer_id = ${employer} AND ${queue} = ANY(c.queues)), false)`;
