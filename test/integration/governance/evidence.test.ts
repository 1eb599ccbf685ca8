import { randomUUID } from "node:crypto";
import { evidenceHolder, recordEvidence, verifyChain, verifyEvidence, askPool, type NewEvidence } from "../../../src/governance/evidence";
import { evidenceReport } from "../../../src/governance/evidence/verify-command";
import { destroyKey, openStaff, sealedAt } from "../../../src/privacy";
import { givenIn, type Given, type GivenAgent } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let person: GivenAgent;
beforeAll(async () => { program = await startProgram({}, { work: false }); given = givenIn(program); person = await given.agent(); }, 120_000);
afterAll(() => program.stop());

const record = (more: Partial<NewEvidence> = {}, at?: Date) => program.run("test", (ctx) => recordEvidence(at ? { ...ctx, now: at } : ctx, { kind: "acknowledgement", agentId: person.id, employerId: person.employerId, objectId: randomUUID(), fact: "acknowledged", detail: { version: "1" }, ...more }));
const verify = () => verifyEvidence(askPool(program.database.pool));
/** As somebody with the owner's rights who knows what to switch off; everything is put back afterwards. */
const tampering = async (statement: string, values: unknown[], look: () => Promise<void>): Promise<void> => {
  const client = await program.database.pool.connect();
  try {
    await client.query("ALTER TABLE evidence DISABLE TRIGGER USER");
    await client.query("CREATE TEMP TABLE kept AS SELECT * FROM evidence");
    await client.query(statement, values);
    await look();
  } finally {
    await client.query("DELETE FROM evidence");
    await client.query("INSERT INTO evidence OVERRIDING SYSTEM VALUE SELECT * FROM kept; DROP TABLE kept");
    await client.query("ALTER TABLE evidence ENABLE TRIGGER USER");
    client.release();
  }
};

describe("evidence", () => {
  test("forms one chain a person and one an object, and what is personal is sealed", async () => {
    const first = await record({ network: "203.0.113.0/24", note: "Frau Beispiel war zuerst unsicher." });
    const second = await record({ fact: "refused" });
    const document = randomUUID();
    const third = await record({ kind: "document", agentId: null, employerId: null, objectId: document, fact: "published" });
    expect([first.position, second.position, third.position]).toEqual([1, 2, 1]);
    const [stored] = await given.sql<{ network: Buffer; note: Buffer; chain: string; actor: string }>("SELECT * FROM evidence WHERE id = $1", [first.id]);
    expect(stored).toMatchObject({ chain: `agent:${person.id}`, actor: "system:test" });
    expect(stored!.note.toString("latin1")).not.toContain("Beispiel");
    const opened = await program.run("test", (ctx) => openStaff(ctx, [{ agentId: person.id, value: sealedAt("evidence.note", stored!.note) }, { agentId: person.id, value: sealedAt("evidence.network", stored!.network) }]));
    expect(opened).toEqual(["Frau Beispiel war zuerst unsicher.", "203.0.113.0/24"]);
    expect(await verify()).toMatchObject({ chains: 2, entries: 3, findings: [] });
    expect(await verifyChain(askPool(program.database.pool), `agent:${person.id}`)).toMatchObject({ chains: 1, entries: 2, findings: [] });
  });

  test.each<[string, Partial<NewEvidence>]>([
    ["an address", { detail: { who: "erika@example.org" } }], ["a paragraph", { detail: { why: "Zeile\nZeile" } }], ["a key that is no word", { detail: { "a b": "1" } }],
    ["a fact that is a sentence", { fact: "Has confirmed everything" }], ["a note about nobody", { agentId: null, note: "x" }],
  ])("refuses %s in clear, and nothing is kept", async (_what, more) => {
    const before = await given.sql("SELECT 1 FROM evidence");
    await expect(record(more)).rejects.toThrow(/evidence/i);
    expect(await given.sql("SELECT 1 FROM evidence")).toHaveLength(before.length);
  });

  test("lets many write to one chain at the same moment, without a gap", async () => {
    const other = await given.agent();
    await Promise.all(Array.from({ length: 8 }, (_, index) => record({ agentId: other.id, detail: { index: String(index) } })));
    const positions = await given.sql<{ position: number }>("SELECT position FROM evidence WHERE agent_id = $1 ORDER BY 1", [other.id]);
    expect(positions.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await verify()).findings).toEqual([]);
  });

  test("goes with the transaction that it belongs to", async () => {
    const objectId = randomUUID();
    await expect(program.run("test", async (ctx) => { await recordEvidence(ctx, { kind: "training", agentId: person.id, objectId, fact: "passed" }); throw new Error("later"); })).rejects.toThrow("later");
    expect(await given.sql("SELECT 1 FROM evidence WHERE object_id = $1", [objectId])).toEqual([]);
    expect((await verify()).findings).toEqual([]);
  });

  test("follows its chain also when the clock went back", async () => {
    await record({ fact: "presented" }, new Date(Date.now() - 3_600_000));
    expect((await verify()).findings).toEqual([]);
  });

  test("cannot be changed or removed, not even by its owner by mistake", async () => {
    for (const statement of ["UPDATE evidence SET fact = 'refused'", "DELETE FROM evidence", "TRUNCATE evidence"]) await expect(given.sql(statement)).rejects.toThrow("append-only");
  });

  test.each<[string, string, RegExp]>([
    ["an entry was changed", "UPDATE evidence SET fact = 'ended' WHERE agent_id = $1 AND position = 2", /Entry 2 of agent:.* was changed after it was written/],
    ["a detail was changed", "UPDATE evidence SET detail = '{\"version\": \"2\"}' WHERE agent_id = $1 AND position = 1", /Entry 1 of agent:.* was changed/],
    ["a sealed note was taken out", "UPDATE evidence SET note = NULL WHERE agent_id = $1 AND position = 1", /Entry 1 of agent:.* was changed/],
    ["an entry was removed from the middle", "DELETE FROM evidence WHERE agent_id = $1 AND position = 2", /Entry 3 of agent:.* does not follow/],
    ["the last entry was removed", "DELETE FROM evidence e WHERE agent_id = $1 AND position = (SELECT max(position) FROM evidence WHERE agent_id = $1)", /hash [0-9a-f]{64} is named by the access log and is not there/],
    ["an entry was made up", "INSERT INTO evidence (id, chain, position, at, kind, fact, agent_id, object_id, actor, detail, prev_hash, entry_hash) SELECT gen_random_uuid(), chain, position + 1, date_trunc('milliseconds', now()), kind, fact, agent_id, object_id, actor, detail, entry_hash, sha256('x') FROM evidence WHERE agent_id = $1 ORDER BY position DESC LIMIT 1", /slipped in/],
  ])("verification says so and where when %s", async (_what, statement, expected) => {
    await tampering(statement, [person.id], async () => { expect(evidenceReport(await verify())).toMatch(expected); });
    expect((await verify()).findings).toEqual([]);
  });

  test("stays whole when its person is erased: only the notes become noise", async () => {
    const gone = await given.agent();
    await record({ agentId: gone.id, note: "Notiz" });
    await program.run("test", async (ctx) => { await evidenceHolder.erase(ctx, gone.id); await destroyKey(ctx.db, gone.id, ctx.now); });
    expect((await verify()).findings).toEqual([]);
  });

  test("goes three calendar years after its person left, as a whole chain, and verification knows", async () => {
    const [leaver, recent, present] = [await given.agent(), await given.agent(), await given.agent()];
    for (const [who, year] of [[leaver, 2022], [recent, 2023], [present, 2019]] as const) {
      await record({ agentId: who.id }, new Date(Date.UTC(year - 1, 5, 1)));
      await record({ agentId: who.id, fact: "ended" }, new Date(Date.UTC(year, 0, 2)));
    }
    await given.sql("UPDATE agents SET state = 'left', password_hash = NULL WHERE id = ANY($1)", [[leaver.id, recent.id]]);
    const removed = await program.run("retention", (ctx) => evidenceHolder.retain(ctx, new Date(Date.UTC(2026, 0, 1))));
    expect(removed).toBe(2);
    expect((await given.sql<{ agent_id: string }>("SELECT DISTINCT agent_id FROM evidence WHERE agent_id = ANY($1)", [[leaver.id, recent.id, present.id]])).map(({ agent_id }) => agent_id).sort()).toEqual([recent.id, present.id].sort());
    expect(await verify()).toMatchObject({ removed: 2, findings: [] });
    await expect(given.sql("DELETE FROM evidence_removals")).rejects.toThrow("append-only");
  });
});
