import type { Request } from "express";
import type { EntityManager } from "typeorm";
import type { Config } from "../config";
import type { Context, DomainEvent, Signal } from "../context";
import type { Database } from "../database";
import type { Fault } from "../faults";
import type { Log } from "../log";
import type { PageFrame, Views } from "./views";

/** What of the page frame depends on the viewer; the rest (nonce, path, title) belongs to the request. */
export type ViewerFrame = Pick<PageFrame, "locale" | "theme" | "density" | "shortcuts" | "viewer" | "nav">;

/** What `page` and `action` need of the composed program; app.ts makes it, and nothing else knows it. */
export interface House<V> {
  readonly config: Config;
  readonly database: Database;
  readonly views: Views;
  readonly log: Log;
  viewerOf(db: EntityManager, req: Request, now: Date): Promise<V>;
  isSignedIn(viewer: V): boolean;
  /** Where a signed-in person must go first (second factor, place of work), or null. */
  detour(viewer: V, path: string): string | null;
  frameOf(viewer: V, req: Request): ViewerFrame;
  enqueue(db: EntityManager, event: DomainEvent): Promise<void>;
  /** Called after the commit. */
  committed(signals: readonly Signal[], events: readonly DomainEvent[]): void;
  /** Writes the attempt down in a transaction of its own; the failed one is gone. */
  denied(context: Context<V>, fault: Fault, path: string): Promise<void>;
}

const KEY = "diskret house";
export const setHouse = <V>(app: { set(key: string, value: unknown): unknown }, house: House<V>): void => { app.set(KEY, house); };
export const houseOf = <V>(req: Request): House<V> => req.app.get(KEY) as House<V>;
