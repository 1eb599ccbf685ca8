import { randomUUID } from "node:crypto";
import request from "supertest";
import { recordCustomer, type NewCustomer } from "../../src/customers";
import { openTicket, type NewTicket } from "../../src/helpdesk";
import { createAgent, createEmployer, createTeam, SESSION_COOKIE } from "../../src/identity";
import { CATEGORIES, type Category, type Form, type Place, type Role } from "../../src/privacy";
import type { TestProgram } from "./program";

export const PASSWORD = "correct horse battery staple";
const ORIGIN = "http://127.0.0.1";
let counter = 0;
const next = (): number => { counter += 1; return counter; };

export interface GivenAgent { readonly id: string; readonly email: string; readonly name: string; readonly employerId: string; readonly role: Role; readonly place: Place }
export interface GivenTicket { readonly id: string; readonly number: string; readonly customerId: string; readonly queueId: string; readonly messageId: string }

/** Makes what a test needs, and only that; each test makes its own. Defaults are the ones that permit most, so that a test names what it takes away. */
export const givenIn = (program: TestProgram) => {
  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> => program.database.pool.query(text, values).then(({ rows }) => rows as T[]);

  const inHouse = async (): Promise<string> => {
    const [found] = await sql<{ id: string }>("SELECT id FROM employers WHERE kind = 'inHouse'");
    return found?.id ?? program.run("test", (ctx) => createEmployer(ctx, { key: "inhouse", name: "Nordlicht Versand", kind: "inHouse", country: "DE" }));
  };
  const processor = (name = `Callcenter ${next()}`): Promise<string> =>
    program.run("test", (ctx) => createEmployer(ctx, { key: `processor-${next()}`, name, kind: "processor", country: "DE" }));
  const queue = async (key = `queue-${next()}`): Promise<string> => {
    const id = randomUUID();
    await sql("INSERT INTO queues (id, key, name_de, name_en, address, position) VALUES ($1, $2, $2, $2, $3, $4)", [id, key, `${key}@nordlicht.example`, next()]);
    return id;
  };
  const contract = async (employerId: string, scope: { queues: string[]; purposes?: string[]; forms?: Partial<Record<Category, Form>>; countries?: string[]; home?: boolean; from?: Date; until?: Date; state?: string }): Promise<string> => {
    const id = randomUUID();
    const forms = scope.forms ?? Object.fromEntries(CATEGORIES.map((category) => [category, "clear"]));
    await sql("INSERT INTO processor_contracts (id, employer_id, reference, state, valid_from, valid_until, queues, purposes, forms, countries, home_office_allowed) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)",
      [id, employerId, `AVV-${next()}`, scope.state ?? "active", scope.from ?? new Date(Date.now() - 86_400_000), scope.until ?? new Date(Date.now() + 30 * 86_400_000), scope.queues, scope.purposes ?? ["support", "complaint", "order", "delivery", "invoicing", "warranty"], JSON.stringify(forms), scope.countries ?? ["DE"], scope.home ?? true]);
    return id;
  };
  const papers = async (agentId: string, employerId: string, which: { acknowledgement: boolean; training: "valid" | "overdue" | "missing"; home: boolean }): Promise<void> => {
    if (which.acknowledgement) await sql("INSERT INTO acknowledgements VALUES ($1, $2, $3, now() - interval '1 day', now() + interval '300 days')", [randomUUID(), agentId, employerId]);
    if (which.training !== "missing") await sql("INSERT INTO trainings VALUES ($1, $2, 'basics', now() - interval '400 days', now() + $3::interval)", [randomUUID(), agentId, which.training === "valid" ? "100 days" : "-1 day"]);
    if (which.home) await sql("INSERT INTO home_office_agreements (id, agent_id, countries, valid_from, valid_until) VALUES ($1, $2, '{DE}', now() - interval '1 day', now() + interval '100 days')", [randomUUID(), agentId]);
  };
  const agent = async (wish: Partial<{ role: Role; employerId: string; teamId: string | null; queues: string[]; name: string; email: string; locale: "de" | "en"; place: Place; acknowledgement: boolean; training: "valid" | "overdue" | "missing"; home: boolean }> = {}): Promise<GivenAgent> => {
    const n = next();
    const employerId = wish.employerId ?? await inHouse();
    const name = wish.name ?? `Agent Nummer${n}`;
    const email = wish.email ?? `agent${n}@staff.example`;
    const role = wish.role ?? "agent";
    const id = await program.run("test", (ctx) => createAgent(ctx, { name, email, role, employerId, teamId: wish.teamId ?? null, locale: wish.locale ?? "en", password: PASSWORD }));
    for (const queueId of wish.queues ?? []) await sql("INSERT INTO agent_queues VALUES ($1, $2)", [id, queueId]);
    await papers(id, employerId, { acknowledgement: wish.acknowledgement ?? true, training: wish.training ?? "valid", home: wish.home ?? true });
    return { id, email, name, employerId, role, place: wish.place ?? "office" };
  };
  const customer = (wish: Partial<NewCustomer> = {}): Promise<string> => program.run("test", (ctx) => recordCustomer(ctx, {
    name: "Erika Mustermann", language: "de", values: [{ category: "email", value: `kunde${next()}@example.com` }, { category: "phone", value: "+49 30 23125 014" }], ...wish,
  }));
  const ticket = async (wish: Partial<Omit<NewTicket, "first">> & { text?: string; author?: "customer" | "agent" } = {}): Promise<GivenTicket> => {
    await inHouse();
    const customerId = wish.customerId ?? await customer();
    const queueId = wish.queueId ?? await queue();
    const opened = await program.run("test", (ctx) => openTicket(ctx, {
      subject: "Frage zur Bestellung", purpose: "support", channel: "mail", language: "de", ...wish, customerId, queueId,
      first: { kind: "public", author: { kind: "customer", id: customerId }, channel: "mail", text: wish.text ?? "Guten Tag, wo bleibt mein Paket?" },
    }));
    return { id: opened.id, number: opened.number, customerId, queueId, messageId: opened.messageId };
  };
  const team = async (employerId?: string): Promise<string> => {
    const employer = employerId ?? await inHouse();
    return program.run("test", (ctx) => createTeam(ctx, { employerId: employer, name: `Team ${next()}` }));
  };
  return { sql, inHouse, processor, queue, contract, agent, customer, ticket, team };
};
export type Given = ReturnType<typeof givenIn>;

/** A browser of one person: keeps cookies, follows nothing, and says where it comes from. */
export interface Browser {
  get(path: string): request.Test;
  post(path: string, form?: Record<string, unknown>): request.Test;
  readonly cookie: () => string;
}

/** Nobody has signed in. */
export const visitor = (program: TestProgram): Browser => browserOf(program);

const browserOf = (program: TestProgram): Browser => {
  const agent = request.agent(program.app);
  let cookie = "";
  const remember = (response: request.Response): void => {
    for (const line of ([] as string[]).concat(response.headers["set-cookie"] ?? [])) if (line.startsWith(SESSION_COOKIE)) cookie = line.split(";")[0]!;
  };
  return {
    get: (path) => agent.get(path).set("Accept", "text/html").on("response", remember),
    post: (path, form = {}) => agent.post(path).set("Accept", "text/html").set("Origin", ORIGIN).set("Sec-Fetch-Site", "same-origin").type("form").send(form).on("response", remember),
    cookie: () => cookie,
  };
};

/** Signs in through the real form, with the place of work the agent was made with. */
export const as = async (program: TestProgram, agent: GivenAgent, place: Place = agent.place, country = "DE"): Promise<Browser> => {
  const browser = browserOf(program);
  const answer = await browser.post("/sign-in", { email: agent.email, password: PASSWORD, place, country });
  if (answer.status !== 303) throw new Error(`The sign-in of a test failed with ${answer.status}.`);
  return browser;
};
