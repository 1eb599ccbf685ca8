import PgBoss from "pg-boss";
import type { EntityManager } from "typeorm";
import type { ZodType } from "zod";
import type { DomainEvent } from "../context";
import type { Database } from "../database";
import type { Log } from "../log";

/** A piece of work that runs after a commit, at least once; its payload is checked like any other door. */
export interface Job<P extends object = object> {
  readonly name: string;
  /** The event that enqueues it, in the transaction that published the event. */
  readonly on: string;
  readonly payload: ZodType<P>;
  readonly retries: number;
  /** Runs outside any transaction; opens its own. `attempt` counts from 0. */
  run(payload: P, attempt: { readonly attempt: number; readonly last: boolean }): Promise<void>;
}

export interface Jobs {
  /** Enqueues the jobs of an event in the caller's transaction: kept with it, or not at all. */
  enqueue(db: EntityManager, event: DomainEvent): Promise<void>;
  /** After a commit: workers of this process look at once instead of at their next turn. */
  wake(events: readonly DomainEvent[]): void;
  /** Starts working; a web process beside separate workers does not call it. */
  work(): Promise<void>;
  /** Waits until everything that was enqueued has settled; for tests. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Grants that the program's role needs on tables which pg-boss has made as the owner. */
const GRANTS = "GRANT USAGE ON SCHEMA pgboss TO diskret_app; GRANT ALL ON ALL TABLES IN SCHEMA pgboss TO diskret_app; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO diskret_app";

/**
 * Jobs on pg-boss, over the one pool of the database. The library keeps its own schema; everything that enqueues goes
 * through the caller's transaction.
 */
export const startJobs = async (database: Database, log: Log, definitions: readonly Job[], pollSeconds = 2): Promise<Jobs> => {
  const db = { executeSql: async (text: string, values: unknown[] = []) => database.pool.query(text, values) as Promise<{ rows: unknown[] }> };
  const boss = new PgBoss({ db: db as never, schema: "pgboss", supervise: true, schedule: false });
  boss.on("error", (error) => log.error({ err: error }, "job engine"));
  await boss.start();
  for (const { name } of definitions) await boss.createQueue(name);
  await database.pool.query(GRANTS);
  const byEvent = (name: string): readonly Job[] => definitions.filter(({ on }) => on === name);
  const workers = new Map<string, string>();
  let working = false;

  return {
    enqueue: async (manager, event) => {
      for (const job of byEvent(event.name)) {
        await boss.send(job.name, event.payload, {
          retryLimit: job.retries, retryDelay: 5, retryBackoff: true, expireInMinutes: 10,
          db: { executeSql: async (text: string, values: unknown[]) => ({ rows: await manager.query(text, values) as unknown[] }) },
        } as PgBoss.SendOptions);
      }
    },
    wake: (events) => {
      for (const { name } of events.flatMap((event) => byEvent(event.name))) {
        const worker = workers.get(name);
        if (worker) boss.notifyWorker(worker);
      }
    },
    work: async () => {
      if (working) return;
      working = true;
      for (const job of definitions) workers.set(job.name, await boss.work(job.name, { pollingIntervalSeconds: pollSeconds, includeMetadata: true, batchSize: 1 }, (batch) => runOne(job, batch[0] as PgBoss.JobWithMetadata<object>, log)));
    },
    settle: async () => {
      for (let turn = 0; turn < 400; turn += 1) {
        const { rows } = await database.pool.query("SELECT count(*)::int AS open FROM pgboss.job WHERE state IN ('created', 'active') OR (state = 'retry' AND start_after < now())");
        if (rows[0].open === 0) return;
        for (const worker of workers.values()) boss.notifyWorker(worker);
        await new Promise((resolve) => { setTimeout(resolve, 25); });
      }
      throw new Error("Jobs did not settle.");
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000, wait: true, close: false }),
  };
};

const runOne = async (job: Job, entry: PgBoss.JobWithMetadata<object>, log: Log): Promise<void> => {
  const payload = job.payload.safeParse(entry.data);
  if (!payload.success) {
    log.error({ job: job.name, id: entry.id }, "a job payload is malformed; it is dropped");
    return;
  }
  try {
    await job.run(payload.data, { attempt: entry.retryCount, last: entry.retryCount >= entry.retryLimit });
  } catch (error) {
    log.error({ job: job.name, id: entry.id, attempt: entry.retryCount, err: error }, "a job failed");
    // The message of a driver's error may quote values; the job table gets only the name.
    throw new Error(error instanceof Error ? error.name : "failed");
  }
};

/** Repeats `work` every so many seconds, one at a time, until stopped. A failure is reported and the next turn comes. */
export const every = (seconds: number, name: string, log: Log, work: () => Promise<unknown>): { stop(): Promise<void> } => {
  let stopped = false;
  let running: Promise<unknown> = Promise.resolve();
  const turn = (): void => {
    if (stopped) return;
    running = work().catch((error: unknown) => log.error({ err: error, name }, "a repeated task failed")).finally(() => { if (!stopped) timer = setTimeout(turn, seconds * 1000); });
  };
  let timer = setTimeout(turn, 50);
  return { stop: async () => { stopped = true; clearTimeout(timer); await running; } };
};
