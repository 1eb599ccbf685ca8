import type { HomeAgreement } from "../../privacy";
import { ACKNOWLEDGED, ACKNOWLEDGED_UNTIL } from "../acknowledgements/fact";
import { HOME_AGREEMENT, HOME_UNTIL } from "../home-office/fact";
import { CONTRACTS, type ContractFact } from "../processors/fact";
import { TRAINED_UNTIL, TRAINING } from "../training/fact";

/** What of somebody's papers holds at a moment, and until when. */
export interface PaperFacts {
  readonly employer_kind: "inHouse" | "processor"; readonly role: string;
  readonly acknowledged: boolean; readonly acknowledged_until: Date | null;
  readonly training: "valid" | "overdue" | "missing"; readonly trained_until: Date | null;
  readonly home: HomeAgreement | null; readonly home_until: Date | null;
  readonly contracts: readonly ContractFact[]; readonly contracts_until: Date | null;
  readonly queues: number;
}

/**
 * The same expressions that the kernel's standing is read with, over agent `a`, employer `e` and the moment $3, and beside
 * each the end of what holds. The queues are those of the moment: a membership that ended stands in its period.
 */
export const PAPER_FACTS = `
  e.kind AS employer_kind, a.role,
  ${ACKNOWLEDGED} AS acknowledged, ${ACKNOWLEDGED_UNTIL} AS acknowledged_until,
  ${TRAINING} AS training, ${TRAINED_UNTIL} AS trained_until,
  ${HOME_AGREEMENT} AS home, ${HOME_UNTIL} AS home_until,
  ${CONTRACTS} AS contracts, (SELECT max(c.valid_until) FROM contracts_in_force($3) c WHERE c.employer_id = a.employer_id) AS contracts_until,
  (SELECT count(*)::int FROM agent_queues q WHERE q.agent_id = a.id AND q.since <= $3)
    + (SELECT count(*)::int FROM agent_queue_periods q WHERE q.agent_id = a.id AND q.starts_at <= $3 AND q.ends_at > $3) AS queues`;
