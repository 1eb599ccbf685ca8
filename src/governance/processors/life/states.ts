/** The life of a processor contract (domain rule 3.5). What each state permits its people is said once in SQL: `contracts_in_force`. */
export const STATES = ["draft", "inReview", "awaitingSignature", "active", "amendmentPending", "suspended", "noticeGiven", "windDown", "ended", "deletionConfirmed", "archived"] as const;
export type State = (typeof STATES)[number];

/** Steps that somebody takes, where each may begin and where it leads. Who may take it is policy. */
export const STEPS = {
  submit: { from: ["draft"], to: "inReview" },
  sendBack: { from: ["inReview", "awaitingSignature"], to: "draft" },
  approve: { from: ["inReview"], to: "awaitingSignature" },
  activate: { from: ["awaitingSignature"], to: "active" },
  proposeAmendment: { from: ["active"], to: "amendmentPending" },
  settleAmendment: { from: ["amendmentPending"], to: "active" },
  suspend: { from: ["active", "amendmentPending", "noticeGiven"], to: "suspended" },
  resume: { from: ["suspended"], to: "active" },
  giveNotice: { from: ["active", "amendmentPending"], to: "noticeGiven" },
  terminate: { from: ["active", "amendmentPending", "noticeGiven", "suspended"], to: "windDown" },
  expire: { from: ["active", "amendmentPending", "noticeGiven", "suspended"], to: "windDown" },
  finish: { from: ["windDown"], to: "ended" },
  confirmDeletion: { from: ["ended"], to: "deletionConfirmed" },
  archive: { from: ["deletionConfirmed"], to: "archived" },
  discard: { from: ["draft", "inReview", "awaitingSignature"], to: "archived" },
} as const satisfies Record<string, { readonly from: readonly State[]; readonly to: State }>;
export type Step = keyof typeof STEPS;

export const canTake = (state: State, step: Step): boolean => (STEPS[step].from as readonly State[]).includes(state);

/** States in which people of the processor work under the contract. */
export const IN_FORCE: readonly State[] = ["active", "amendmentPending", "noticeGiven"];
/** States that hold a queue: no other contract of the processor may cover it meanwhile. */
export const HOLDS_QUEUES: readonly State[] = [...IN_FORCE, "suspended"];
/** Nothing has been agreed yet. */
export const UNSIGNED: readonly State[] = ["draft", "inReview", "awaitingSignature"];

/** The main road, for a picture of it. */
export const ROAD: readonly State[] = ["draft", "inReview", "awaitingSignature", "active", "noticeGiven", "windDown", "ended", "deletionConfirmed", "archived"];
