import type { EntityManager } from "typeorm";

/** Something that happened, told to other rooms after the commit. Payloads hold ids only. */
export interface DomainEvent { readonly name: string; readonly payload: Readonly<Record<string, string | number | null>> }

/** "This changed, look again": sent to browsers after the commit. Carries no data by construction. */
export interface Signal { readonly topic: string; readonly id: string; readonly version: number }

/**
 * Who acts, on which transaction, when. Always the first argument; made in one place for web, jobs and sockets.
 * `db` is the EntityManager of the one transaction; nobody else holds a connection.
 */
export interface Context<Viewer> {
  readonly viewer: Viewer;
  readonly db: EntityManager;
  readonly now: Date;
  readonly requestId: string;
  /** Enqueues the event's jobs in this transaction; they run after the commit or not at all. */
  publish(event: DomainEvent): Promise<void>;
  /** Told to browsers after the commit; dropped when the transaction rolls back. */
  signal(signal: Signal): void;
  /** Where a room books the time it took, in milliseconds; told in the Server-Timing header and by the bench. */
  readonly timing: Timing;
}

export class Timing {
  private readonly spent = new Map<string, number>();
  private readonly started = performance.now();
  add(name: string, milliseconds: number): void { this.spent.set(name, (this.spent.get(name) ?? 0) + milliseconds); }
  /** Runs `work` and books its time under `name`. */
  async measure<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try { return await work(); } finally { this.add(name, performance.now() - start); }
  }
  /** What was booked, and `total`: all the time since this book was opened. */
  entries(): [string, number][] { return [...this.spent, ["total", performance.now() - this.started]]; }
}

export const event = (name: string, payload: DomainEvent["payload"]): DomainEvent => ({ name, payload });
