/**
 * Fills the bench's database: real keys, real sealing, real blind tokens, in bulk. What detection finds is found once per
 * paragraph and moved to where the paragraph stands in a message; the name in greeting and signature is marked as the
 * detectors mark it. Everything else goes through the kernel's own functions.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { program } from "./program.mjs";
import { COMMON_SHARE, COMMON_WORDS, createRandom, paragraphs, personOf, RARE_SHARE, RARE_WORDS, subjectOf } from "./texts.mjs";

/** Changes with everything that changes what is seeded. */
export const SEED_VERSION = 1;
export const PASSWORD = "a bench signs in with this";
export const AGENTS = 16;
export const agentEmail = (index) => `agent${index}@staff.example`;
const QUEUES = ["general", "orders", "billing", "returns", "complaints"];
const PURPOSES = ["support", "order", "invoicing", "warranty", "complaint"];
const BATCH = 500;
const DAY = 86_400_000;

const { detect, envelope, index, sealed, kernel, identity } = program;

/** Seeds `tickets` tickets with four messages each; `say` tells how far it is. */
export const seed = async (database, run, { tickets, say }) => {
  const now = new Date();
  const base = await seedPeople(run, now);
  const customers = await seedCustomers(database, Math.max(20, Math.round(tickets / 5)), now);
  say(`${customers.length} customers`);
  const indexes = await dropIndexes(database, ["ticket_search_open", "ticket_search_personal"]);
  await seedTickets(database, { tickets, customers, base, now, say });
  for (const definition of indexes) await database.pool.query(definition);
  await database.pool.query("SELECT setval(pg_get_serial_sequence('tickets', 'number'), (SELECT max(number) FROM tickets))");
  await database.pool.query("VACUUM (ANALYZE)");
};

const dropIndexes = async (database, names) => {
  const { rows } = await database.pool.query("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY($1)", [names]);
  for (const { indexname } of rows) await database.pool.query(`DROP INDEX ${indexname}`);
  return rows.map(({ indexdef }) => indexdef);
};

/** One firm, a processor, five queues, and in-house agents in the office with valid papers and all queues. */
const seedPeople = (run, now) => run("bench", async (ctx) => {
  const inHouse = await identity.createEmployer(ctx, { key: "inhouse", name: "Nordlicht Versand", kind: "inHouse", country: "DE" });
  const processor = await identity.createEmployer(ctx, { key: "callcenter", name: "Callcenter", kind: "processor", country: "DE" });
  const queues = [];
  for (const [position, key] of QUEUES.entries()) {
    const id = randomUUID();
    await ctx.db.query("INSERT INTO queues (id, key, name_de, name_en, address, position) VALUES ($1, $2, $2, $2, $3, $4)", [id, key, `${key}@nordlicht.example`, position]);
    queues.push(id);
  }
  const passwordHash = await identity.createPasswords().hash(PASSWORD);
  const agents = [];
  for (let n = 0; n < AGENTS; n += 1) {
    const id = await identity.createAgent(ctx, { name: `Agent Nummer${n}`, email: agentEmail(n), role: "agent", employerId: inHouse, teamId: null, locale: n % 2 ? "de" : "en", passwordHash });
    for (const queue of queues) await ctx.db.query("INSERT INTO agent_queues (agent_id, queue_id) VALUES ($1, $2)", [id, queue]);
    await ctx.db.query("INSERT INTO acknowledgements (id, agent_id, employer_id, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), id, inHouse, new Date(now - DAY), new Date(+now + 3000 * DAY)]);
    await ctx.db.query("INSERT INTO trainings (id, agent_id, course, passed_at, valid_until) VALUES ($1, $2, 'basics', $3, $4)", [randomUUID(), id, new Date(now - DAY), new Date(+now + 3000 * DAY)]);
    agents.push(id);
  }
  return { inHouse, processor, queues, agents };
});

/** Rows as columns: one statement for any number of them. */
const insert = (client, table, columns, rows) => {
  if (rows.length === 0) return Promise.resolve();
  const names = Object.keys(columns);
  const casts = names.map((name, at) => (columns[name] === "bigint[]" ? `u.c${at}::bigint[]` : `u.c${at}`));
  const arrays = names.map((name, at) => `$${at + 1}::${columns[name] === "bigint[]" ? "text" : columns[name]}[]`);
  return client.query(`INSERT INTO ${table} (${names.join(", ")}) SELECT ${casts.join(", ")} FROM unnest(${arrays.join(", ")}) AS u(${names.map((_, at) => `c${at}`).join(", ")})`,
    names.map((_, at) => rows.map((row) => row[at])));
};

const inBatches = async (total, size, work) => {
  for (let from = 0; from < total; from += size) await work(from, Math.min(total, from + size));
};

const transaction = async (database, work) => {
  const client = await database.pool.connect();
  try {
    await client.query("BEGIN; SET LOCAL synchronous_commit = off");
    await work(client);
    await client.query("COMMIT");
  } finally { client.release(); }
};

const seedCustomers = async (database, count, now) => {
  const { master, keys } = kernel.kernelOf({ db: database.source.manager });
  const customers = [];
  await inBatches(count, 1000, async (from, to) => {
    const [keyRows, people, values, blind] = [[], [], [], []];
    for (let n = from; n < to; n += 1) {
      const person = personOf(n);
      const id = randomUUID();
      const key = randomBytes(32);
      const { wrapped, masterKeyId } = master.wrap(key);
      keyRows.push([id, wrapped, masterKeyId]);
      people.push([id, sealed.encrypt(key, "customers.name", id, Buffer.from(person.name)), "de", now]);
      blind.push(...blindOf(keys.blindIndex, id, id, "name", person.name));
      const held = [["email", person.email], ["phone", person.phone], ["customerNumber", person.customerNumber], ...(person.address ? [["postalAddress", person.address]] : [])];
      for (const [position, [category, value]] of held.entries()) {
        const valueId = randomUUID();
        values.push([valueId, id, category, sealed.encrypt(key, "customer_values.value", id, Buffer.from(value)), position]);
        blind.push(...blindOf(keys.blindIndex, id, valueId, category, value));
      }
      customers.push({ id, key, ...person });
    }
    await transaction(database, async (client) => {
      await insert(client, "data_keys", { subject: "uuid", wrapped: "bytea", master_key_id: "text" }, keyRows);
      await insert(client, "customers", { id: "uuid", name: "bytea", language: "text", created_at: "timestamptz" }, people);
      await insert(client, "customer_values", { id: "uuid", customer_id: "uuid", category: "text", value: "bytea", position: "int" }, values);
      await insert(client, "blind_index", { subject: "uuid", value_id: "uuid", category: "text", kind: "text", token: "bytea" }, blind);
    });
  });
  return customers;
};

/** The same entries as `indexValue` writes. */
const blindOf = (key, subject, valueId, category, clear) => {
  const row = (kind, text) => [subject, valueId, category, kind, index.exactToken(key, category, text)];
  const exact = index.normalise(category, clear);
  const parts = category === "name" ? index.nameTokens(clear) : [];
  return [...(exact === null ? [] : [row("exact", exact)]), ...[...new Set(parts)].map((part) => row("nameToken", `part ${part}`)),
    ...[...new Set(parts.map(index.colognePhonetics))].filter(Boolean).map((sound) => row("nameSound", `sound ${sound}`))];
};

const NOBODY = { names: [], emails: [], phones: [], addresses: [], numbers: [], birthDates: [], others: [] };

/** Paragraphs with what detection found in them and their blind tokens, each worked out once. */
const pieceOf = (key, text) => {
  const found = detect.envelopeOf(text, NOBODY);
  return { text, spans: found.spans, tokens: index.indexTokens(key, text, detect.effectiveSpans(found), "de") };
};

/** A message from pieces: their passages move along, and the person's name is a passage of its own. */
const messageOf = (person, pieces, { greeting, closing }) => {
  let text = "";
  const spans = [];
  const add = (piece) => {
    for (const span of piece.spans) spans.push({ ...span, start: span.start + text.length, end: span.end + text.length });
    text += piece.text;
  };
  const named = (before, after) => ({ text: `${before}${person.name}${after}`, spans: [{ start: before.length, end: before.length + person.name.length, category: "name", source: "record", confidence: 1 }] });
  add(greeting === "name" ? named("Guten Tag ", ",\n\n") : { text: "Guten Tag,\n\n", spans: [] });
  pieces.forEach((piece) => { add(piece); text += "\n\n"; });
  add(closing === "name" ? named("Mit freundlichen Grüßen\n", "") : { text: "Mit freundlichen Grüßen\nIhr Kundenservice", spans: [] });
  return { v: 1, text, spans, marks: [], detector: detect.DETECTOR_VERSION, language: "de" };
};

const seedTickets = async (database, { tickets, customers, base, now, say }) => {
  const key = kernel.kernelOf({ db: database.source.manager }).keys.blindIndex;
  const random = createRandom(42);
  const pool = paragraphs(Math.min(20_000, Math.max(200, tickets)), 4711).map((text) => pieceOf(key, text));
  const common = COMMON_WORDS.map((word) => pieceOf(key, `Es geht um die ${word}.`));
  const rare = RARE_WORDS.map((word) => pieceOf(key, `Bitte denken Sie an ${word} dabei.`));
  const named = new Map(customers.map((person) => [person, index.indexTokens(key, person.name, [{ start: 0, end: person.name.length }], "de").personal]));
  say(`${pool.length} paragraphs`);
  const make = (from, to) => {
    const made = { tickets: [], participants: [], messages: [], search: [], events: [], mails: [] };
    for (let n = from; n < to; n += 1) oneTicket(made, { n, tickets, random, pool, common, rare, customers, base, now, key, named });
    return made;
  };
  let writing = Promise.resolve();
  await inBatches(tickets, BATCH, async (from, to) => {
    const made = make(from, to);
    await writing;
    writing = transaction(database, (client) => write(client, made));
    if (to % 10_000 === 0) say(`${to} tickets`);
    // Lets the driver send the batch while the next one is made.
    await new Promise((resolve) => { setImmediate(resolve); });
  });
  await writing;
};

/** Nine in ten are closed; what is open or waiting is mostly recent. */
const statusOf = (random, age) => {
  const drawn = random.next();
  if (age < 0.9) return drawn < 0.01 ? "open" : drawn < 0.02 ? "waiting" : "closed";
  return drawn < 0.4 ? "open" : drawn < 0.65 ? "waiting" : "closed";
};

const oneTicket = (made, { n, tickets, random, pool, common, rare, customers, base, now, key, named }) => {
  const person = random.pick(customers);
  const id = randomUUID();
  const queue = random.whole(0, base.queues.length - 1);
  const status = statusOf(random, n / tickets);
  const assignee = status === "open" && random.chance(0.5) ? null : random.pick(base.agents);
  const created = +now - Math.round((tickets - n) / tickets * 700 * DAY) - 5 * DAY;
  const words = [...common.filter(() => random.chance(COMMON_SHARE)), ...rare.filter(() => random.chance(RARE_SHARE))];
  const seal = (place, value) => sealed.encrypt(person.key, place, person.id, Buffer.from(envelope.encode(value)));
  const subject = subjectOf(random);
  const open = new Set(index.indexTokens(key, subject, [], "de").open);
  const personal = new Set(named.get(person));
  for (let m = 0; m < 4; m += 1) {
    const byCustomer = m % 2 === 0;
    const pieces = [random.pick(pool), random.pick(pool), ...(m === 0 ? words : [])];
    const body = messageOf(person, pieces, byCustomer ? { greeting: "", closing: "name" } : { greeting: "name", closing: "" });
    for (const piece of pieces) { piece.tokens.open.forEach((token) => open.add(token)); piece.tokens.personal.forEach((token) => personal.add(token)); }
    const at = new Date(created + m * 0.4 * DAY);
    const messageId = randomUUID();
    made.messages.push([messageId, id, m + 1, person.id, "public", byCustomer ? "customer" : "agent", byCustomer ? person.id : assignee ?? base.agents[0], byCustomer ? "mail" : "screen", seal("messages.body", body), at]);
    if (!byCustomer) made.mails.push([randomUUID(), messageId, "sent", 1, at, at]);
    made.events.push([randomUUID(), id, at, byCustomer ? "customer" : "agent", byCustomer ? person.id : assignee ?? base.agents[0], m === 0 ? "opened" : byCustomer ? "customerWrote" : "replied", JSON.stringify(m === 0 ? { channel: "mail" } : { message: String(m + 1) })]);
  }
  const last = new Date(created + 1.2 * DAY);
  const sealedSubject = seal("tickets.subject", { v: 1, text: subject, spans: [], marks: [], detector: detect.DETECTOR_VERSION, language: "de" });
  made.tickets.push([id, 1001 + n, person.id, sealedSubject, base.queues[queue], random.chance(0.2) ? base.processor : base.inHouse, status, random.pick(["low", "normal", "normal", "normal", "normal", "high", "urgent"]), PURPOSES[queue], "mail", "de", "L2", assignee, new Date(created), last]);
  made.participants.push([id, person.id, "requester"]);
  made.search.push([id, last, `{${[...open].join(",")}}`, `{${[...personal].join(",")}}`]);
};

const write = async (client, made) => {
  await insert(client, "tickets", { id: "uuid", number: "bigint", customer_id: "uuid", subject: "bytea", queue_id: "uuid", routed_to: "uuid", status: "text", priority: "text", purpose: "text", channel: "text", language: "text", level: "text", assignee_id: "uuid", created_at: "timestamptz", activity_at: "timestamptz" }, made.tickets);
  await insert(client, "ticket_participants", { ticket_id: "uuid", customer_id: "uuid", kind: "text" }, made.participants);
  await insert(client, "messages", { id: "uuid", ticket_id: "uuid", number: "int", subject_id: "uuid", kind: "text", author_kind: "text", author_id: "uuid", channel: "text", body: "bytea", created_at: "timestamptz" }, made.messages);
  await insert(client, "outbound_mails", { id: "uuid", message_id: "uuid", state: "text", attempts: "int", queued_at: "timestamptz", settled_at: "timestamptz" }, made.mails);
  await insert(client, "ticket_events", { id: "uuid", ticket_id: "uuid", at: "timestamptz", actor_kind: "text", actor_id: "uuid", kind: "text", detail: "jsonb" }, made.events);
  await insert(client, "ticket_search", { ticket_id: "uuid", activity_at: "timestamptz", open_tokens: "bigint[]", personal_tokens: "bigint[]" }, made.search);
};
