/** How the duty of confidentiality of one person stands at one moment, from what was written down up to then (domain rule 1). */

export const DEMANDS = ["refused", "withdrawn", "ended", "invalid", "role", "contract", "absence", "incident"] as const;
export type Demand = (typeof DEMANDS)[number];

export interface Given { readonly at: Date; readonly until: Date; readonly dueAt: Date | null; readonly documentId: string | null; readonly version: number | null }
export interface Raised { readonly at: Date; readonly effectiveAt: Date; readonly reason: Demand }
export interface MaterialVersion { readonly documentId: string; readonly version: number; readonly publishedAt: Date; readonly effectiveFrom: Date; readonly enforcedFrom: Date }
/** Everything there is about one person and one employer, in any order. */
export interface History { readonly given: readonly Given[]; readonly raised: readonly Raised[]; readonly material: readonly MaterialVersion[]; readonly left?: boolean }

export const STATES = ["pending", "acknowledged", "reAckDue", "expired", "refused", "withdrawalDeclared", "ended"] as const;
export type State = (typeof STATES)[number];

export interface Standing {
  readonly state: State;
  /** Whether personal data may be seen at all: the effect table of domain rule 1. */
  readonly access: boolean;
  /** Why it must be confirmed (again): a demand, a newer text, or the interval; null while nothing is asked. */
  readonly reason: Demand | "missing" | "expired" | "newText" | "interval" | null;
  /** When access ends, or ended, if nothing is done; null where it does not end or never began. */
  readonly endsAt: Date | null;
}

/** Demands after which nothing is seen at once, and the state that they make. */
const AT_ONCE: Readonly<Partial<Record<Demand, State>>> = { refused: "refused", withdrawn: "withdrawalDeclared", ended: "ended", invalid: "pending" };

const latest = <T>(list: readonly T[], of: (one: T) => Date): T | undefined => [...list].sort((a, b) => of(b).getTime() - of(a).getTime())[0];
const earliest = (dates: readonly Date[]): Date => [...dates].sort((a, b) => a.getTime() - b.getTime())[0]!;

const without = (state: State, reason: Standing["reason"], endsAt: Date | null): Standing => ({ state, access: false, reason, endsAt });

/** The state at `t`. `fact.ts` says the same of the access in SQL; a property test keeps the two in step. */
export const stateAt = ({ given, raised, material, left }: History, t: Date): Standing => {
  if (left) return without("ended", "ended", null);
  const last = latest(given.filter(({ at }) => at <= t), ({ at }) => at);
  const against = raised.filter(({ at }) => at <= t && (!last || at >= last.at));
  const struck = latest(against.filter(({ effectiveAt }) => effectiveAt <= t), ({ at }) => at);
  if (struck) return without(AT_ONCE[struck.reason] ?? (last ? "expired" : "pending"), struck.reason, struck.effectiveAt);
  if (!last) return without("pending", "missing", null);
  if (last.until <= t) return without("expired", "expired", last.until);
  const newer = material.filter((one) => one.documentId === last.documentId && one.version > (last.version ?? 0) && one.publishedAt <= t && one.effectiveFrom <= t);
  const enforced = newer.filter(({ enforcedFrom }) => enforcedFrom <= t);
  if (enforced.length > 0) return without("expired", "newText", earliest(enforced.map(({ enforcedFrom }) => enforcedFrom)));
  return asked(last, against, newer, t);
};

/** Valid still: asked for again, with its end, or not asked for. */
const asked = (last: Given, against: readonly Raised[], newer: readonly MaterialVersion[], t: Date): Standing => {
  const open = latest(against, ({ at }) => at);
  const interval = last.dueAt !== null && last.dueAt <= t;
  const reason = open ? open.reason : newer.length > 0 ? "newText" : interval ? "interval" : null;
  const endsAt = earliest([last.until, ...against.map(({ effectiveAt }) => effectiveAt), ...newer.map(({ enforcedFrom }) => enforcedFrom)]);
  return { state: reason ? "reAckDue" : "acknowledged", access: true, reason, endsAt };
};
