/**
 * SQL: whether a contract in force at `at` covers this queue and purpose for this employer (Art. 28(3) GDPR). The
 * arguments are expressions of the statement around it.
 */
export const coveredByContract = ({ employer, queue, purpose, at }: { employer: string; queue: string; purpose: string; at: string }): string => `
  EXISTS (SELECT 1 FROM processor_contracts c WHERE c.employer_id = ${employer} AND c.state IN ('active', 'noticeGiven') AND c.valid_from <= ${at} AND c.valid_until > ${at}
    AND ${queue} = ANY(c.queues) AND ${purpose} = ANY(c.purposes))`;
