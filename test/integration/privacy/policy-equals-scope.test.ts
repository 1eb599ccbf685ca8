import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { readableBy, ticketPolicy, type Located } from "../../../src/helpdesk/tickets/policy";
import { enterScope } from "../../../src/helpdesk/tickets/outsourced-role";
import { TICKET_PURPOSES } from "../../../src/helpdesk/tickets/ticket";
import { DEFAULT_POLICY } from "../../../src/privacy/rules/policy";
import { CATEGORIES, FORMS, PLACES, ROLES, type AgentViewer, type Standing, type Viewer } from "../../../src/privacy";
import { givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let tickets: (Located & { id: string })[];
let queues: string[];
let employers: { id: string; kind: "inHouse" | "processor" }[];

/** What tickets hold; the last is one whose level is higher than what was found in it. */
const CONTENTS: readonly Pick<Located, "level" | "categories">[] = [
  { level: "L2", categories: ["correspondence"] }, { level: "L2", categories: ["attachment", "correspondence", "phone"] }, { level: "L3", categories: ["bankDetails", "correspondence"] },
  { level: "L4", categories: ["correspondence", "name", "special"] }, { level: "L4", categories: ["correspondence"] },
];

/** Every queue with every employer, every purpose and every content: a few hundred tickets in one statement. */
beforeAll(async () => {
  program = await startProgram({}, { work: false });
  given = givenIn(program);
  queues = [await given.queue(), await given.queue(), await given.queue()];
  employers = [{ id: await given.inHouse(), kind: "inHouse" }, { id: await given.processor(), kind: "processor" }, { id: await given.processor(), kind: "processor" }];
  const customer = await given.customer();
  tickets = CONTENTS.flatMap((content) => queues.flatMap((queueId) => employers.flatMap(({ id: routedTo }) => TICKET_PURPOSES.map((purpose) => ({ id: randomUUID(), queueId, routedTo, purpose, ...content })))));
  await given.sql(`INSERT INTO tickets (id, customer_id, subject, queue_id, routed_to, status, priority, purpose, channel, language, level, categories, created_at, activity_at)
    SELECT t.id, $1, ''::bytea, t.queue_id, t.routed_to, 'open', 'normal', t.purpose, 'mail', 'de', t.level, t.categories, now(), now() FROM jsonb_to_recordset($2) AS t(id uuid, queue_id uuid, routed_to uuid, purpose text, level text, categories text[])`,
  [customer, JSON.stringify(tickets.map((ticket) => ({ id: ticket.id, queue_id: ticket.queueId, routed_to: ticket.routedTo, purpose: ticket.purpose, level: ticket.level, categories: ticket.categories })))]);
}, 120_000);
afterAll(() => program.stop());

const viewerOf = (standing: Standing): AgentViewer => ({
  kind: "agent", id: randomUUID(), pseudonym: "P-1", team: null, name: "", signIn: randomUUID(), standing, policy: DEFAULT_POLICY, locale: "de",
  preferences: { theme: "auto", density: "compact", shortcuts: true }, secondFactor: { confirmed: true, required: false },
});

const COUNTRIES = ["DE", "PT"];
/** Mostly contracts that cover much, so that something is found; also empty lists, unknown words and forms, and two for one queue. */
const anyContract = () => fc.record({
  reference: fc.constant("AVV"), homeOfficeAllowed: fc.boolean(), queues: fc.subarray(queues), purposes: fc.oneof(fc.constant([...TICKET_PURPOSES]), fc.subarray([...TICKET_PURPOSES, "unknown"])),
  countries: fc.oneof(fc.constant(COUNTRIES), fc.subarray(COUNTRIES)),
  forms: fc.oneof(fc.constant(Object.fromEntries(CATEGORIES.map((category) => [category, "brief" as const]))), fc.dictionary(fc.constantFrom(...CATEGORIES), fc.constantFrom(...FORMS, "everything" as "clear"))),
});

const anyViewer = (): fc.Arbitrary<Viewer> => fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<Viewer>({ kind: "system", name: "test" }, { kind: "visitor", locale: "de" }) },
  { weight: 20, arbitrary: fc.record({
    role: fc.constantFrom(...ROLES, "agent" as const), employer: fc.constantFrom(...employers), queues: fc.subarray([...queues, randomUUID()]), place: fc.constantFrom(...PLACES), country: fc.constantFrom(...COUNTRIES, "unknown"),
    contracts: fc.array(anyContract(), { maxLength: 3 }),
  }).map(({ employer, ...standing }) => viewerOf({ ...standing, employer: { ...employer, name: "" }, acknowledged: true, training: "valid", placeConfirmed: true, homeAgreement: null, reveals: [] })) },
);

it("what the policy lets somebody read is what the scope finds, for every viewer and ticket", async () => {
  const found = new Map<string, number>();
  await fc.assert(fc.asyncProperty(anyViewer(), fc.integer({ min: 1, max: 3 }), async (viewer, from) => {
    const scope = readableBy(viewer, from);
    const before = Array.from({ length: from - 1 }, (_, index) => index);
    const stated = before.map((index) => `$${index + 1}::int IS NOT NULL`).concat(scope.sql).join(" AND ");
    const rows = await given.sql<{ id: string }>(`SELECT t.id FROM tickets t WHERE ${stated}`, [...before, ...scope.parameters]);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(tickets.filter((ticket) => ticketPolicy.read(viewer, ticket)).map(({ id }) => id)));
    if (viewer.kind === "agent" && viewer.standing.employer.kind === "processor") expect(await bare(viewer)).toEqual(rows.map(({ id }) => id).sort());
    const kind = viewer.kind === "agent" ? `${viewer.standing.employer.kind} ${viewer.standing.role}` : viewer.kind;
    found.set(kind, Math.max(found.get(kind) ?? 0, rows.length));
  }), { numRuns: 200 });
  // The property says something only where something is found.
  expect(found.get("inHouse agent")).toBeGreaterThan(0);
  expect(found.get("processor agent")).toBeGreaterThan(0);
  expect(found.get("inHouse privacyOfficer")).toBe(tickets.length);
  for (const kind of ["processor privacyOfficer", "inHouse administrator", "inHouse auditor", "visitor"]) expect(found.get(kind) ?? 0).toBe(0);
}, 120_000);

/** Every ticket there is, asked by somebody who forgot every condition. */
const bare = (viewer: AgentViewer): Promise<string[]> => program.database.transaction(async (db) => {
  enterScope(db, viewer);
  return (await db.query("SELECT id FROM tickets") as { id: string }[]).map(({ id }) => id).sort();
});

it("every contract that names a queue must cover a ticket there: its purpose, each of its categories, and the country", () => {
  fc.assert(fc.property(anyViewer().filter((viewer) => viewer.kind === "agent" && viewer.standing.employer.kind === "processor"), fc.constantFrom(...tickets), (viewer, ticket) => {
    const { role, employer, queues: own, contracts, place, country } = (viewer as AgentViewer).standing;
    const named = contracts.filter((one) => one.queues.includes(ticket.queueId));
    const covered = named.length > 0 && named.every((one) => one.purposes.includes(ticket.purpose) && one.countries.includes(country)
      && ticket.categories.every((category) => FORMS.slice(1).includes(one.forms[category] ?? "hidden")));
    const allowed = covered && place !== "undeclared" && ["agent", "lead"].includes(role) && own.includes(ticket.queueId) && ticket.routedTo === employer.id;
    // A level above what was found in the ticket may narrow further.
    expect(!ticketPolicy.read(viewer, ticket) || allowed).toBe(true);
    if (!ticket.categories.includes("correspondence") || ticket.level !== "L4" || ticket.categories.includes("special")) expect(ticketPolicy.read(viewer, ticket)).toBe(allowed);
  }), { numRuns: 1000 });
});

it("who may work or route may read", () => {
  fc.assert(fc.property(anyViewer(), fc.constantFrom(...tickets), (viewer, ticket) => {
    const [read, work, route] = [ticketPolicy.read(viewer, ticket), ticketPolicy.work(viewer, ticket), ticketPolicy.route(viewer, ticket)];
    expect(!work || read).toBe(true);
    expect(!route || work).toBe(true);
    if (viewer.kind === "agent") expect(ticketPolicy.work({ ...viewer, standing: { ...viewer.standing, acknowledged: false } }, ticket)).toBe(false);
  }));
});
