import { z } from "zod";
import { event } from "../../../src/platform/context";
import { openDatabase, type Database } from "../../../src/platform/database";
import { startJobs, type Job, type Jobs } from "../../../src/platform/jobs";
import { createLog } from "../../../src/platform/log";
import { MIGRATIONS } from "../../../migrations";
import { startTestEngine, type TestEngine } from "../../support/engine";

const ID = "0d9c1a52-5b1f-4a57-9d5e-1d8f3b1c2a11";
let engine: TestEngine;
let database: Database;
let jobs: Jobs;
const ran: { ticket: string; attempt: number }[] = [];
const lines: string[] = [];
let fail = 0;

const job: Job<{ ticket: string }> = {
  name: "tell", on: "TicketOpened", payload: z.object({ ticket: z.uuid() }), retries: 2,
  run: async ({ ticket }, { attempt }) => {
    ran.push({ ticket, attempt });
    if (fail > 0) { fail -= 1; throw new Error("erika@example.com could not be told"); }
  },
};

beforeAll(async () => {
  engine = await startTestEngine();
  database = await openDatabase({ ...engine, dataDir: "/nowhere", pool: 4, entities: [], migrations: MIGRATIONS });
  jobs = await startJobs(database, createLog("info", { write: (line: string) => { lines.push(line); } }), [job as unknown as Job], 0.5);
  await jobs.work();
}, 120_000);
afterAll(async () => { await jobs.stop(); await database.close(); await engine.stop(); });
beforeEach(() => { ran.length = 0; lines.length = 0; fail = 0; });

const stored = async (): Promise<Record<string, unknown>[]> => (await database.pool.query("SELECT * FROM pgboss.job WHERE name = 'tell'")).rows as Record<string, unknown>[];
const publish = (payload: Record<string, string>): Promise<void> => database.transaction((db) => jobs.enqueue(db, event("TicketOpened", payload)));

describe("a job", () => {
  it("runs after the commit", async () => {
    await publish({ ticket: ID });
    jobs.wake([event("TicketOpened", { ticket: ID })]);
    await jobs.settle();
    expect(ran).toEqual([{ ticket: ID, attempt: 0 }]);
  });

  it("does not exist when the transaction fails", async () => {
    const before = (await stored()).length;
    await expect(database.transaction(async (db) => {
      await jobs.enqueue(db, event("TicketOpened", { ticket: ID }));
      throw new Error("no");
    })).rejects.toThrow("no");
    expect(await stored()).toHaveLength(before);
    expect(ran).toEqual([]);
  });

  it("is not made by an event that nobody waits for", async () => {
    const before = (await stored()).length;
    await database.transaction((db) => jobs.enqueue(db, event("NobodyWaits", { ticket: ID })));
    expect(await stored()).toHaveLength(before);
  });

  it("is tried again, and what it says when it fails is kept nowhere", async () => {
    fail = 1;
    await publish({ ticket: ID });
    await jobs.settle();
    await database.pool.query("UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'");
    await jobs.settle();
    expect(ran.map(({ attempt }) => attempt)).toEqual([0, 1]);
    expect(lines.join("")).toContain("a job failed");
    expect(lines.join("") + JSON.stringify(await stored())).not.toContain("erika@example.com");
  }, 30_000);

  it("with a malformed payload is dropped with a line that does not quote it", async () => {
    await publish({ ticket: "Erika Mustermann" });
    await jobs.settle();
    expect(ran).toEqual([]);
    expect(lines.join("")).toContain("malformed");
    expect(lines.join("")).not.toContain("Mustermann");
  });
});
