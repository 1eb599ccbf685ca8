import { randomUUID } from "node:crypto";
import type { Request } from "express";
import { now as readClock } from "../clock";
import { Timing, type Context, type DomainEvent, type Signal } from "../context";
import { Fault, SignedOut } from "../faults";
import { houseOf, type House } from "./house";

export type Access = "public" | "signedIn";

/** Sent instead of the page: the person must do something else first. */
export class Detour extends Error {
  constructor(readonly path: string) { super("detour"); this.name = "Detour"; }
}

export const requestIdOf = (req: Request): string => (req as Request & { requestId?: string }).requestId ?? randomUUID();

/**
 * One request, one transaction: makes the context, runs the work, commits, and only then lets anything out. A refusal
 * rolls the work back and is written down in a transaction of its own.
 */
export const runRequest = async <V, R>(req: Request, access: Access, work: (ctx: Context<V>, house: House<V>) => Promise<R>): Promise<R> => {
  const house = houseOf<V>(req);
  const signals: Signal[] = [];
  const events: DomainEvent[] = [];
  const timing = timingOf(req);
  let context: Context<V> | null = null;
  try {
    const result = await house.database.transaction(async (db) => {
      const now = readClock();
      const viewer = await timing.measure("viewer", () => house.viewerOf(db, req, now));
      context = {
        viewer, db, now, requestId: requestIdOf(req), timing,
        publish: async (event) => { events.push(event); await timing.measure("jobs", () => house.enqueue(db, event)); },
        signal: (signal) => { signals.push(signal); },
      };
      if (access === "signedIn") refuseStrangers(house, viewer, req);
      return work(context, house);
    });
    house.committed(signals, events);
    return result;
  } catch (error) {
    if (context && error instanceof Fault) await house.denied(context, error, req.route?.path ?? "");
    throw error;
  }
};

const refuseStrangers = <V>(house: House<V>, viewer: V, req: Request): void => {
  if (!house.isSignedIn(viewer)) throw new SignedOut();
  const path = house.detour(viewer, req.path);
  if (path) throw new Detour(path);
};

/** The time book of this request, made on first use. */
export const timingOf = (req: Request): Timing => {
  const holder = req as Request & { timing?: Timing };
  return (holder.timing ??= new Timing());
};
