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
  readonly tickets: Readonly<Record<"plain" | "outsourced" | "elsewhere" | "lapsed" | "frozen" | "mailed" | "closed", GivenTicket>>;
}

const companyIn = async (given: Given): Promise<Company> => {
  const own = await given.inHouse();
  const queue = await given.queue("billing"), otherQueue = await given.queue("shipping");
  const [partner, rival, lapsed] = [await given.processor(), await given.processor(), await given.processor()];
  for (const employer of [partner, rival]) await given.contract(employer, { queues: [queue] });
  await given.contract(lapsed, { queues: [queue], state: "ended" });
  return { own, partner, rival, lapsed, queue, otherQueue, team: await given.team(own) };
};

export const buildWorld = async (program: Served): Promise<World> => {
  const given = givenIn(program);
  const garden = new Gardener(program, given);
  const at = await companyIn(given);
  const staff = await hireEverybody(given, garden, at);
  const spare = [await hire(given, garden, { employerId: at.own, queues: [at.queue] }), await hire(given, garden, { employerId: at.own }), await garden.invited(at.own)];
  const agentOf = (kind: string): GivenAgent => staff.get(kind)!;
  const contact = await garden.customer({ organisationId: await garden.organisation() });
  const copied = await garden.customer();
  const tickets = {
    plain: await garden.ticket({ customerId: contact, queueId: at.queue, copies: [copied] }),
    outsourced: await garden.ticket({ customerId: await garden.customer(), queueId: at.queue, routedTo: at.partner, assigneeId: agentOf("outsourcedAssigned").id, purpose: "complaint" }),
    elsewhere: await garden.ticket({ customerId: await garden.customer(), queueId: at.otherQueue, purpose: "invoicing" }),
    lapsed: await garden.ticket({ customerId: await garden.customer(), queueId: at.queue, routedTo: at.lapsed, assigneeId: agentOf("outsourcedWithoutContract").id }),
    frozen: await garden.ticket({ customerId: await garden.customer(), queueId: at.queue }),
    closed: await garden.ticket({ customerId: copied, queueId: at.queue }),
    mailed: await garden.mailIn("billing@nordlicht.example"),
  };
  const lookers: Looker[] = [await lookerFor(program, "visitor", null)];
  for (const [kind, agent] of staff) lookers.push(await lookerFor(program, kind, agent));
  await converse(garden, lookers, tickets);
  await garden.secrets((await lookers.find(({ kind }) => kind === "inHouse")!.standing())!, spare[0]!.id);
  lookers.push(await halfSignedIn(program, spare[0]!));
  await garden.close(tickets.closed);
  await garden.quarantinedMail("billing@nordlicht.example");
  await garden.quarantinedMail("billing@nordlicht.example");
  await garden.freeze(tickets.frozen.customerId);
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

