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
}

export const event = (name: string, payload: DomainEvent["payload"]): DomainEvent => ({ name, payload });
