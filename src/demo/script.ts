import type { ProductGroup } from "./products";
import type { Language, Priority, QueueKey, TicketPurpose } from "./types";

/**
 * One turn of a conversation. Texts use two marks: `[this|that|]` picks one wording (marks do not nest),
 * `{name}` inserts a fact (facts.ts). `cc` copies the companion in; `attach` names files by template.
 */
export interface Beat { by: "customer" | "agent" | "note"; says: readonly string[]; attach?: readonly string[]; cc?: true }

/** A scenario: what a customer wants, and how the conversation goes on if nobody drops it. */
export interface Script {
  key: string; language: Language; queue: QueueKey; purpose: TicketPurpose;
  /** Product groups that make sense here; without it, any product. */
  about?: readonly ProductGroup[];
  /** Contact persons of organisations only. */
  business?: true;
  /** A colleague or relative takes part: `{third}` is then a customer of the sample company. */
  companion?: true;
  priority?: Priority; weight?: number;
  /** How an agent notes the same matter after a call; without it, nobody calls about this. */
  call?: string;
  subjects: readonly string[]; opens: readonly string[]; openFiles?: readonly string[];
  beats: readonly Beat[];
}

type Extras = Pick<Beat, "attach" | "cc">;
const beat = (by: Beat["by"]) => (says: string | readonly string[], extras: Extras = {}): Beat =>
  ({ by, says: typeof says === "string" ? [says] : says, ...extras });

export const customer = beat("customer");
export const agent = beat("agent");
export const note = beat("note");
