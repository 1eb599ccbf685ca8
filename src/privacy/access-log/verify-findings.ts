/** What a verification has to say. Rows are named by number, id and time; nothing of what they hold is printed. */
export type FindingKind =
  | "rowChanged" | "rowRemoved" | "rowInserted" | "rowWaiting" | "rowBackdated" | "rowAhead" | "rowMalformed"
  | "leafChanged" | "leafMissing" | "leafUncovered" | "nodeChanged" | "rootDiffers" | "checkpointBad" | "checkpointMissing" | "setBack" | "fork" | "exportBad" | "exportMissing" | "exportWaiting" | "segmentBad" | "removedEarly";

export interface Finding { readonly kind: FindingKind; readonly text: string; readonly seq?: string }

/** Findings of a log that was rewritten can be as many as its rows: the first are kept, the rest are counted. */
const KEPT = 1_000;

export class Findings {
  readonly list: Finding[] = [];
  #more = 0;

  add(kind: FindingKind, text: string, seq?: string): void {
    if (this.list.length < KEPT) this.list.push({ kind, text, seq });
    else this.#more++;
  }

  /** How many were found beyond those in the list. */
  get more(): number { return this.#more; }
  get count(): number { return this.list.length + this.#more; }
}

/** A row as it is named in print. */
export interface Named { readonly seq: string; readonly id: string | null; readonly at: string | null }
export const nameOf = ({ seq, id, at }: Named): string => (id === null ? `Row ${seq}` : `Row ${seq} (id ${id}, ${at ?? "no time"})`);

export interface Point { readonly size: number; readonly time?: Date }
export const pointOf = ({ size, time }: Point): string => `checkpoint ${size}${time ? ` (${time.toISOString()})` : ""}`;
