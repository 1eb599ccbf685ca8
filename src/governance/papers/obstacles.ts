import type { PaperFacts } from "./paper-facts";

/** What keeps somebody from working, or narrows what they see. Codes below `readiness.obstacle.` in locales/. */
export type Obstacle = "invited" | "acknowledgement" | "trainingMissing" | "trainingOverdue" | "contract" | "queues";
export type Readiness = "ready" | "narrowed" | "blocked";

/** A paper that ends within the window, soonest first. */
export interface Ending { readonly paper: "acknowledgement" | "training" | "homeOffice" | "contract"; readonly until: Date }

type Held = Pick<PaperFacts, "employer_kind" | "role" | "acknowledged" | "training" | "contracts" | "queues"> & { readonly state: string };

const WORKS_ON_TICKETS = new Set(["agent", "lead"]);

/** Everything that stands in somebody's way at this moment; an empty list means that papers hold nothing back. */
export const obstaclesOf = (facts: Held): Obstacle[] => {
  const works = WORKS_ON_TICKETS.has(facts.role);
  const found: (Obstacle | false)[] = [
    facts.state === "invited" && "invited", !facts.acknowledged && "acknowledgement",
    facts.training === "missing" && "trainingMissing", facts.training === "overdue" && "trainingOverdue",
    facts.employer_kind === "processor" && facts.contracts.length === 0 && "contract", works && facts.queues === 0 && "queues",
  ];
  return found.filter((obstacle) => obstacle !== false);
};

/** Overdue training shortens what is shown; everything else ends the work. */
export const readinessOf = (obstacles: readonly Obstacle[]): Readiness =>
  obstacles.length === 0 ? "ready" : obstacles.every((obstacle) => obstacle === "trainingOverdue") ? "narrowed" : "blocked";

type Ends = Pick<PaperFacts, "acknowledged" | "acknowledged_until" | "trained_until" | "home_until" | "contracts_until">;

/** What holds now and ends within so many days. */
export const endingsOf = (facts: Ends, now: Date, days: number): Ending[] => {
  const papers: [Ending["paper"], Date | null][] = [
    ["acknowledgement", facts.acknowledged ? facts.acknowledged_until : null], ["training", facts.trained_until], ["homeOffice", facts.home_until], ["contract", facts.contracts_until],
  ];
  const last = now.getTime() + days * 86_400_000;
  return papers.flatMap(([paper, until]) => (until && until > now && until.getTime() <= last ? [{ paper, until }] : [])).sort((one, other) => one.until.getTime() - other.until.getTime());
};
