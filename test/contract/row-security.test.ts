import { enterScope } from "../../src/helpdesk/tickets/outsourced-role";
import { standingOf } from "../../src/governance";
import { addMessage } from "../../src/helpdesk";
import { ticketsFor } from "../../src/helpdesk/tickets/tickets";
import { as, givenIn, type Given } from "../support/given";
import { startProgram, type TestProgram } from "../support/program";

/**
 * A statement of an outsourced viewer that forgets every condition still finds nothing of others: the database itself ends
 * where the contract ends. New tables that hang on tickets or customers must say so too.
 */
let program: TestProgram;
let given: Given;
beforeAll(async () => { program = await startProgram({}, { work: false }); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

/** Tables that name a ticket, a message or a customer by a foreign key, however far away. */
const HANGING = `
WITH RECURSIVE hanging(oid) AS (
  SELECT 'tickets'::regclass::oid UNION SELECT 'customers'::regclass::oid
  UNION SELECT k.conrelid FROM pg_constraint k JOIN hanging h ON k.confrelid = h.oid WHERE k.contype = 'f')
SELECT c.relname AS name, EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND 'diskret_outsourced'::regrole = ANY(p.polroles)) AND c.relrowsecurity AS guarded
FROM hanging JOIN pg_class c USING (oid) ORDER BY 1`;
const AND_THESE = ["blind_index", "organisations", "demo_outbox", "quarantined_mails", "contact_forms"];
const guarded = async (): Promise<string[]> => (await given.sql<{ name: string }>("SELECT DISTINCT polrelid::regclass::text AS name FROM pg_policy WHERE polname = 'outsourced' ORDER BY 1")).map(({ name }) => name);

it("guards every table that hangs on a ticket or a customer", async () => {
  const hanging = await given.sql<{ name: string; guarded: boolean }>(HANGING);
  expect(hanging.length).toBeGreaterThan(12);
  expect(hanging.filter((table) => !table.guarded).map(({ name }) => name)).toEqual([]);
  expect(await guarded()).toEqual(expect.arrayContaining(AND_THESE));
});

it("gives the outsourced role nothing that the program's role does not have, and no way past the policies", async () => {
  const [role] = await given.sql("SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = 'diskret_outsourced'");
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false });
});

/** A ticket with something in every table. */
const ticketWithEverything = async (queueId: string, routedTo: string, text: string) => {
  const organisationId = (await given.sql<{ id: string }>("INSERT INTO organisations (id, name, created_at) VALUES (gen_random_uuid(), 'Hafenlager GmbH', now()) RETURNING id"))[0]!.id;
  const ticket = await given.ticket({ queueId, routedTo, text, customerId: await given.customer({ organisationId }) });
  const messageId = await program.run("test", async (ctx) => (await addMessage(ctx, await ticketsFor(ctx).lock(ticket.number), {
    kind: "public", author: { kind: "system", id: null }, channel: "screen", text: "Danke.", files: [{ kind: "file", fileName: "beleg.txt", contentType: "text/plain", bytes: Buffer.from("Beleg") }],
  })).id);
  const colleague = await given.agent();
  await given.sql("INSERT INTO outbound_mails (id, message_id, state, queued_at) VALUES (gen_random_uuid(), $1, 'sent', now())", [messageId]);
  await given.sql("INSERT INTO ticket_presence (ticket_id, agent_id, seen_until) VALUES ($1, $2, now())", [ticket.id, colleague.id]);
  await given.sql("INSERT INTO mail_references (token, ticket_id, direction, created_at) VALUES (uuid_send($1), $1, 'in', now())", [ticket.id]);
  await given.sql("INSERT INTO reveals (id, agent_id, ticket_id, subject_id, category, reason, granted_at, expires_at) VALUES (gen_random_uuid(), $1, $2, $3, 'phone', 'callBack', now(), now() + interval '1 minute')", [colleague.id, ticket.id, ticket.customerId]);
  return ticket;
};

const SEEN_WITH_A_TICKET = ["tickets", "messages", "attachments", "ticket_participants", "ticket_events", "ticket_presence", "ticket_search", "reveals", "mail_references", "outbound_mails", "customers", "customer_values", "blind_index", "organisations"];

it("shows the rows of a covered ticket and of no other, whatever a statement forgets", async () => {
  const [queue, other] = [await given.queue(), await given.queue()];
  const [employer, rival] = [await given.processor(), await given.processor()];
  await given.contract(employer, { queues: [queue, other], purposes: ["support"], forms: { name: "clear", correspondence: "clear", attachment: "narrow" } });
  const agent = await given.agent({ employerId: employer, queues: [queue] });
  const tableCounts = async (): Promise<Record<string, number>> => {
    await as(program, agent);
    const [signIn] = await given.sql<{ id: string }>("SELECT id FROM sign_ins WHERE agent_id = $1 ORDER BY started_at DESC LIMIT 1", [agent.id]);
    return program.database.transaction(async (db) => {
      enterScope(db, (await standingOf(db, { agentId: agent.id, signInId: signIn!.id }, new Date()))!);
      const counts: Record<string, number> = {};
      for (const table of await guarded()) counts[table] = (await db.query(`SELECT count(*)::int AS count FROM ${table}`) as { count: number }[])[0]!.count;
      return counts;
    });
  };
  const outside = [
    await ticketWithEverything(queue, rival, "Wo bleibt mein Paket?"), await ticketWithEverything(queue, await given.inHouse(), "Wo bleibt mein Paket?"),
    await ticketWithEverything(other, employer, "Wo bleibt mein Paket?"), await ticketWithEverything(queue, employer, "Meine IBAN ist DE89 3704 0044 0532 0130 00."),
    await ticketWithEverything(queue, employer, "Ich habe Diabetes und nehme Insulin."),
  ];
  expect(outside).toHaveLength(5);
  expect(Object.entries(await tableCounts()).filter(([, count]) => count > 0)).toEqual([]);
  await ticketWithEverything(queue, employer, "Wo bleibt mein Paket?");
  const seen = await tableCounts();
  expect(Object.keys(seen).filter((table) => seen[table]! > 0).sort()).toEqual([...SEEN_WITH_A_TICKET].sort());
  expect(seen).toMatchObject({ tickets: 1, messages: 2, customers: 1, attachments: 1, organisations: 1 });
  await given.sql("UPDATE processor_contracts SET state = 'suspended' WHERE employer_id = $1", [employer]);
  expect(Object.entries(await tableCounts()).filter(([, count]) => count > 0)).toEqual([]);
});

it("shows nothing where the scope was not said or cannot be read", async () => {
  const bare = (scope: string): Promise<unknown[]> => program.database.transaction(async (db) => {
    await db.query("SELECT set_config('role', 'diskret_outsourced', true), set_config('diskret.scope', $1, true)", [scope]);
    return db.query("SELECT 1 FROM tickets") as Promise<unknown[]>;
  });
  for (const scope of ["", "{}", "[]", "{\"employer\":null,\"queues\":null}"]) expect([scope, await bare(scope)]).toEqual([scope, []]);
  await expect(bare("kaputt")).rejects.toThrow();
});
