import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { readableBy, ticketPolicy, type Located } from "../../../src/helpdesk/tickets/policy";
import { TICKET_PURPOSES } from "../../../src/helpdesk/tickets/ticket";
import { DEFAULT_POLICY } from "../../../src/privacy/rules/policy";
import { ROLES, type AgentViewer, type Standing, type Viewer } from "../../../src/privacy";
import { givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let tickets: (Located & { id: string })[];
let queues: string[];
let employers: { id: string; kind: "inHouse" | "processor" }[];

/** Every queue with every employer and every purpose, three times over: a few hundred tickets in one statement. */
beforeAll(async () => {
  program = await startProgram({}, { work: false });
  given = givenIn(program);
  queues = [await given.queue(), await given.queue(), await given.queue()];
  employers = [{ id: await given.inHouse(), kind: "inHouse" }, { id: await given.processor(), kind: "processor" }, { id: await given.processor(), kind: "processor" }];
  const customer = await given.customer();
  tickets = [1, 2, 3].flatMap(() => queues.flatMap((queueId) => employers.flatMap(({ id: routedTo }) => TICKET_PURPOSES.map((purpose) => ({ id: randomUUID(), queueId, routedTo, purpose })))));
  await given.sql(`INSERT INTO tickets (id, customer_id, subject, queue_id, routed_to, status, priority, purpose, channel, language, level, created_at, activity_at)
    SELECT t.id, $1, ''::bytea, t.queue_id, t.routed_to, 'open', 'normal', t.purpose, 'mail', 'de', 'L2', now(), now() FROM jsonb_to_recordset($2) AS t(id uuid, queue_id uuid, routed_to uuid, purpose text)`,
  [customer, JSON.stringify(tickets.map((ticket) => ({ id: ticket.id, queue_id: ticket.queueId, routed_to: ticket.routedTo, purpose: ticket.purpose })))]);
}, 120_000);
afterAll(() => program.stop());

const viewerOf = (standing: Standing): AgentViewer => ({
  kind: "agent", id: randomUUID(), pseudonym: "P-1", team: null, name: "", signIn: randomUUID(), standing, policy: DEFAULT_POLICY, locale: "de",
  preferences: { theme: "auto", density: "compact", shortcuts: true }, secondFactor: { confirmed: true, required: false },
});

const anyViewer = (): fc.Arbitrary<Viewer> => fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<Viewer>({ kind: "system", name: "test" }, { kind: "visitor", locale: "de" }) },
  { weight: 20, arbitrary: fc.record({
    role: fc.constantFrom(...ROLES), employer: fc.constantFrom(...employers), queues: fc.subarray([...queues, randomUUID()]),
    contracts: fc.array(fc.record({ queues: fc.subarray(queues), purposes: fc.subarray([...TICKET_PURPOSES, "unknown"]) }), { maxLength: 3 }),
  }).map(({ role, employer, queues: own, contracts }) => viewerOf({
    role, employer: { ...employer, name: "" }, acknowledged: true, training: "valid", place: "office", country: "DE", homeAgreement: null, queues: own, reveals: [],
    contracts: contracts.map((one) => ({ reference: "AVV", countries: ["DE"], homeOfficeAllowed: true, forms: {}, ...one })),
  })) },
);

it("what the policy lets somebody read is what the scope finds, for every viewer and ticket", async () => {
  const found = new Map<string, number>();
  await fc.assert(fc.asyncProperty(anyViewer(), fc.integer({ min: 1, max: 3 }), async (viewer, from) => {
    const scope = readableBy(viewer, from);
    const before = Array.from({ length: from - 1 }, (_, index) => index);
    const stated = before.map((index) => `$${index + 1}::int IS NOT NULL`).concat(scope.sql).join(" AND ");
    const rows = await given.sql<{ id: string }>(`SELECT t.id FROM tickets t WHERE ${stated}`, [...before, ...scope.parameters]);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(tickets.filter((ticket) => ticketPolicy.read(viewer, ticket)).map(({ id }) => id)));
    const kind = viewer.kind === "agent" ? `${viewer.standing.employer.kind} ${viewer.standing.role}` : viewer.kind;
    found.set(kind, Math.max(found.get(kind) ?? 0, rows.length));
  }), { numRuns: 200 });
  // The property says something only where something is found.
  expect(found.get("inHouse agent")).toBeGreaterThan(0);
  expect(found.get("processor agent")).toBeGreaterThan(0);
  expect(found.get("inHouse privacyOfficer")).toBe(tickets.length);
  for (const kind of ["processor privacyOfficer", "inHouse administrator", "inHouse auditor", "visitor"]) expect(found.get(kind) ?? 0).toBe(0);
}, 120_000);

it("who may work or route may read", () => {
  fc.assert(fc.property(anyViewer(), fc.constantFrom(...tickets), (viewer, ticket) => {
    const [read, work, route] = [ticketPolicy.read(viewer, ticket), ticketPolicy.work(viewer, ticket), ticketPolicy.route(viewer, ticket)];
    expect(!work || read).toBe(true);
    expect(!route || work).toBe(true);
    if (viewer.kind === "agent") expect(ticketPolicy.work({ ...viewer, standing: { ...viewer.standing, acknowledged: false } }, ticket)).toBe(false);
  }));
});
