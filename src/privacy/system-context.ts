import { randomUUID } from "node:crypto";
import { now as readClock } from "../platform/clock";
import { Timing, type DomainEvent, type Signal } from "../platform/context";
import type { Database } from "../platform/database";
import type { Ctx, SystemViewer } from "./viewer";

/** What a context outside a request needs of the composed program. */
export interface SystemHost {
  readonly database: Database;
  enqueue(db: Ctx["db"], event: DomainEvent): Promise<void>;
  committed(signals: readonly Signal[], events: readonly DomainEvent[]): void;
}

/** Runs work as the program itself, in one transaction: jobs, mail, start-up, seeds. `name` stands in the access log. */
export type RunAsSystem = <T>(name: string, work: (ctx: Ctx & { viewer: SystemViewer }) => Promise<T>) => Promise<T>;

export const runAsSystem = (host: SystemHost): RunAsSystem => async (name, work) => {
  const signals: Signal[] = [];
  const events: DomainEvent[] = [];
  const result = await host.database.transaction((db) => work({
    viewer: { kind: "system", name }, db, now: readClock(), requestId: randomUUID(), timing: new Timing(),
    publish: async (event) => { events.push(event); await host.enqueue(db, event); },
    signal: (signal) => { signals.push(signal); },
  }));
  host.committed(signals, events);
  return result;
};
