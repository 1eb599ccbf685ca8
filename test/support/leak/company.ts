import { randomUUID } from "node:crypto";
import { deliverMail } from "../../../src/helpdesk/mail/deliver-mail";
import { givenIn, type Given, type GivenAgent, type GivenTicket } from "../given";
import { Finder } from "./finder";
import { Objects } from "./objects";
import { Facts } from "./oracle";
import { halfSignedIn, hire, hireEverybody, lookerFor, type Company, type Looker } from "./people";
import { Gardener } from "./plant";
import { findRoutes } from "./routes";
import type { Served } from "./start";
import { Walk } from "./walk";

/** A company in which everything that can be kept is kept once, and everybody who can look is there. */
export interface World {
  readonly program: Served; readonly given: Given; readonly garden: Gardener; readonly at: Company; readonly staff: ReadonlyMap<string, GivenAgent>;
  readonly lookers: readonly Looker[]; readonly objects: Objects; readonly facts: Facts; readonly finder: Finder; readonly walk: Walk;
  readonly tickets: Readonly<Record<"plain" | "outsourced" | "excluded" | "elsewhere" | "lapsed" | "frozen" | "mailed" | "closed", GivenTicket>>;
}

/** A contract with one of everything below it, on which the suite's forms may do what they do. */
const papersOf = async (given: Given, id: string): Promise<void> => {
  await given.sql("UPDATE processor_contracts SET title = 'Vertrag der Formulare' WHERE id = $1", [id]);
  await given.sql("INSERT INTO contract_instructions (id, contract_id, number, text, channel, issued_at) VALUES (gen_random_uuid(), $1, 1, '', 'mail', now())", [id]);
  await given.sql("INSERT INTO sub_processors (id, contract_id, name, address, country, service, contact, proposed_at, notified_at, objection_until) VALUES (gen_random_uuid(), $1, 'Unterbau GmbH', 'Weg 1', 'DE', 'hosting', '', now(), now(), now() + interval '1 day')", [id]);
  await given.sql("INSERT INTO transfers (id, contract_id, country, tool, recorded_at, valid_until) VALUES (gen_random_uuid(), $1, 'CH', 'adequacy', now(), now() + interval '1 year')", [id]);
  await given.sql("INSERT INTO contract_audits (id, contract_id, kind, cause, planned_for, state, planned_at) VALUES (gen_random_uuid(), $1, 'desk', 'yearly', current_date, 'planned', now())", [id]);
};

const companyIn = async (given: Given): Promise<Company> => {
  const own = await given.inHouse();
  const queue = await given.queue("billing"), otherQueue = await given.queue("shipping");
  const [partner, rival, lapsed] = [await given.processor(), await given.processor(), await given.processor()];
  for (const employer of [partner, rival]) await given.contract(employer, { queues: [queue] });
  await given.contract(lapsed, { queues: [queue], state: "ended" });
  await papersOf(given, await given.contract(await given.processor(), { queues: [otherQueue] }));
  const narrow = await given.processor();
  await given.contract(narrow, { queues: [queue], forms: { name: "clear", email: "clear", correspondence: "clear" } });
  return { own, partner, rival, lapsed, narrow, queue, otherQueue, team: await given.team(own) };
};

/** A rule that gives everything of a queue to a company whose contract does not cover it, so that tickets say why they are where they are. */
const routingIn = async (given: Given, at: Company): Promise<void> => {
  const hours = { timeZone: "Europe/Berlin", days: { mon: [["08:00", "17:00"]] }, holidays: ["2026-12-25"] };
  await given.sql("INSERT INTO routing_profiles (employer_id, languages, skills, open_per_agent, hours, changed_at) VALUES ($1, '{de}', '{b2b}', 5, $2, now())", [at.rival, JSON.stringify(hours)]);
  for (const [position, queue] of [at.otherQueue, randomUUID()].entries()) await given.sql("INSERT INTO routing_rules (id, position, queue_id, skill, shares, changed_at) VALUES ($1, $2, $3, '', $4, now())", [randomUUID(), position, queue, JSON.stringify({ [at.rival]: 100 })]);
};

export const buildWorld = async (program: Served): Promise<World> => {
  const given = givenIn(program);
  const garden = new Gardener(program, given);
  const at = await companyIn(given);
  await routingIn(given, at);
  const staff = await hireEverybody(given, garden, at);
  const spare = [await hire(given, garden, { employerId: at.own, queues: [at.queue] }), await hire(given, garden, { employerId: at.own }), await garden.invited(at.own)];
  const agentOf = (kind: string): GivenAgent => staff.get(kind)!;
  const contact = await garden.customer({ organisationId: await garden.organisation() });
  const copied = await garden.customer();
  const tickets = {
    plain: await garden.ticket({ customerId: contact, queueId: at.queue, copies: [copied] }),
    outsourced: await garden.ticket({ customerId: await garden.customer(), queueId: at.queue, routedTo: at.partner, assigneeId: agentOf("outsourcedAssigned").id, purpose: "complaint" }),
    // All that a letter holds, where the contract covers a name and an address: nobody there may learn that it is there.
    excluded: await garden.ticket({ customerId: await garden.customer(), queueId: at.queue, routedTo: at.narrow, assigneeId: agentOf("outsourcedNarrow").id }),
    elsewhere: await garden.ticket({ customerId: await garden.customer(), queueId: at.otherQueue, purpose: "invoicing" }),
    lapsed: await garden.ticket({ customerId: await garden.customer(), queueId: at.queue, routedTo: at.lapsed, assigneeId: agentOf("outsourcedWithoutContract").id }),
    frozen: await garden.ticket({ customerId: await garden.customer(), queueId: at.queue }),
    closed: await garden.ticket({ customerId: copied, queueId: at.queue }),
    mailed: await garden.mailIn("billing@nordlicht.example"),
  };
  const lookers: Looker[] = [await lookerFor(program, "visitor", null)];
  for (const [kind, agent] of staff) lookers.push(await lookerFor(program, kind, agent));
  await converse(garden, lookers, tickets);
  const twice = await garden.customer();
  await garden.merge(await garden.ticket({ customerId: twice, queueId: at.queue }), await garden.ticket({ customerId: twice, queueId: at.queue }), (await lookers.find(({ kind }) => kind === "inHouse")!.standing())!);
  await garden.secrets((await lookers.find(({ kind }) => kind === "inHouse")!.standing())!, spare[0]!.id);
  lookers.push(await halfSignedIn(program, spare[0]!));
  await garden.evidence(agentOf("inHouse").id);
  await garden.papers((await lookers.find(({ kind }) => kind === "inHouse")!.standing())!, spare[1]!);
  const [owner, lead, officer] = await Promise.all((["inHouse", "lead", "privacyOfficer"] as const).map((kind) => lookers.find((one) => one.kind === kind)!.standing()));
  await garden.homeOffice(owner!, lead!, officer!);
  await garden.close(tickets.closed);
  await garden.quarantinedMail("billing@nordlicht.example");
  await garden.quarantinedMail("billing@nordlicht.example");
  await garden.freeze(tickets.frozen.customerId);
  await given.sql("INSERT INTO ticket_returns (id, ticket_id, number, agent_id, at) VALUES ($1, $2, 424242, $3, now())", [randomUUID(), tickets.plain.id, agentOf("outsourcedUnassigned").id]);
  await deliverQueued(program, given);
  await given.sql("UPDATE outbound_mails SET state = 'failed', failure = 'refused' WHERE id = (SELECT id FROM outbound_mails ORDER BY queued_at LIMIT 1)");
  const objects = new Objects(program, given, spare.map(({ id }) => id));
  await objects.makeLinks();
  const facts = new Facts(given.sql);
  const finder = new Finder(garden.markers);
  return { program, given, garden, at, staff, lookers, objects, facts, finder, tickets, walk: new Walk({ routes: findRoutes(program.app), finder, facts, objects, given }) };
};

/** Colleagues answer, note, and look with a reason. */
const converse = async (garden: Gardener, lookers: readonly Looker[], tickets: World["tickets"]): Promise<void> => {
  const viewer = (await lookers.find(({ kind }) => kind === "inHouse")!.standing())!;
  for (const ticket of [tickets.plain, tickets.mailed]) await garden.conversation(ticket, viewer);
  await garden.reveal(tickets.plain, viewer);
  const worker = (await lookers.find(({ kind }) => kind === "outsourcedAssigned")!.standing())!;
  await garden.conversation(tickets.outsourced, worker);
};

/** Mail that the jobs have not sent is sent now, so that what goes out can be read. */
const deliverQueued = async (program: Served, given: Given): Promise<void> => {
  await program.jobs.settle();
  for (const { id } of await given.sql<{ id: string }>("SELECT id FROM outbound_mails WHERE state = 'queued'")) await deliverMail(program.run, id, true);
};

