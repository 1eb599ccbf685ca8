/** The kernel by itself, in this process, with it and without it in turns; medians. */
import { built } from "./program.mjs";
import { paragraphs } from "./texts.mjs";

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const timed = async (work) => { const start = performance.now(); await work(); return performance.now() - start; };

/** Runs both sides by turns, so that whatever else the machine does hits both; the first fifth warms up. */
const sideBySide = async (rounds, on, off) => {
  const taken = { on: [], off: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, work] of round % 2 ? [["on", on], ["off", off]] : [["off", off], ["on", on]]) taken[side].push(await timed(work));
  }
  const from = Math.floor(rounds / 5);
  return { on: median(taken.on.slice(from)), off: median(taken.off.slice(from)) };
};

/** An agent in the office with valid papers, as a request would find them. */
const viewerIn = async (database) => {
  const { standingOf } = built("src/governance");
  const { randomUUID } = await import("node:crypto");
  const { rows: [agent] } = await database.pool.query("SELECT id FROM agents LIMIT 1");
  const signIn = randomUUID();
  const now = new Date();
  await database.pool.query("INSERT INTO sign_ins (id, agent_id, started_at, seen_at, ends_at, client, second_factor, place, place_country, place_declared_at) VALUES ($1, $2, $3, $3, $4, 'bench', false, 'office', 'DE', $3)", [signIn, agent.id, now, new Date(+now + 3_600_000)]);
  return database.transaction((db) => standingOf(db, { agentId: agent.id, signInId: signIn }, now));
};

const contextFor = (viewer, db) => {
  const { Timing } = built("src/platform/context");
  return { viewer, db, now: new Date(), requestId: "bench", timing: new Timing(), publish: async () => undefined, signal: () => undefined };
};

/** Fifty list rows as items, and what they say in clear for the side without a kernel. */
const fifty = async (database) => {
  const { sealedAt } = built("src/privacy");
  const { rows } = await database.pool.query("SELECT t.*, c.name FROM tickets t JOIN customers c ON c.id = t.customer_id ORDER BY t.activity_at DESC LIMIT 50");
  return rows.flatMap((t) => {
    const base = { subject: t.customer_id, purpose: t.purpose, about: { ticket: t.id, number: t.number, queue: t.queue_id, routedTo: t.routed_to, assignee: t.assignee_id, closed: t.status === "closed" } };
    return [{ kind: "value", key: `name ${t.id}`, category: "name", value: sealedAt("customers.name", t.name), ...base }, { kind: "text", key: `subject ${t.id}`, value: sealedAt("tickets.subject", t.subject), ...base }];
  });
};

const decidingFifty = async ({ database }, rounds) => {
  const { disclose } = built("src/privacy");
  const viewer = await viewerIn(database);
  const items = await fifty(database);
  const whole = { on: [], off: [] };
  const kernel = [];
  for (let round = 0; round < rounds; round += 1) {
    await database.transaction(async (db) => {
      const ctx = contextFor(viewer, db);
      whole.on.push(await timed(() => disclose(ctx, { action: "list", surface: "list", items })));
      kernel.push(Object.fromEntries(ctx.timing.entries()).kernel);
      // Handing out: the same fifty as plain strings that are there already.
      whole.off.push(await timed(() => new Map(items.map((item) => [item.key, { text: item.key, form: "clear", masked: false, segments: [], because: [] }]))));
    });
  }
  const from = Math.floor(rounds / 5);
  return [
    { label: "deciding, opening and masking a list of fifty", on: median(kernel.slice(from)), off: median(whole.off.slice(from)), unit: "ms", budget: "3 ms" },
    { label: "the same with keys read and log written", on: median(whole.on.slice(from)), off: median(whole.off.slice(from)), unit: "ms", budget: "" },
  ];
};

const appending = async ({ database }, rounds) => {
  const { append } = built("src/privacy");
  const viewer = await viewerIn(database);
  const { rows: [ticket] } = await database.pool.query("SELECT id, number, customer_id FROM tickets LIMIT 1");
  const read = (db) => db.query("SELECT id FROM messages WHERE ticket_id = $1", [ticket.id]);
  const access = { action: "view", subjects: [ticket.customer_id], ticket: ticket.number, forms: { name: "clear", correspondence: "clear" }, purpose: "support", count: 1 };
  const result = await sideBySide(rounds, () => database.transaction(async (db) => { await read(db); await append(contextFor(viewer, db), [access]); }), () => database.transaction(read));
  return [{ label: "a transaction that reads, with and without its log row", ...result, unit: "ms", budget: "1 ms added" }];
};

const detecting = (rounds) => {
  const { envelopeOf } = built("src/privacy/detect");
  const record = { names: ["Erika Mustermann"], emails: ["erika@post.example"], phones: ["+49 30 23125 014"], addresses: ["Birkenweg 5, 20095 Hamburg"], numbers: ["K-204117"], birthDates: [], others: [] };
  const texts = paragraphs(200, 99).reduce((mails, text, at) => { (mails[Math.floor(at / 5)] ??= []).push(text); return mails; }, []).map((parts) => `Guten Tag,\n\n${parts.join("\n\n")}\n\nMit freundlichen Grüßen\nErika Mustermann`);
  const perKilobyte = [];
  for (let round = 0; round < Math.max(3, Math.round(rounds / 20)); round += 1) {
    for (const text of texts) {
      const start = performance.now();
      envelopeOf(text, record);
      if (round > 0) perKilobyte.push((performance.now() - start) / (Buffer.byteLength(text) / 1024));
    }
  }
  return [{ label: "detection, per kilobyte of a mail", on: median(perKilobyte), off: 0, unit: "ms", budget: "5 ms" }];
};

export const measureKernel = async (bench, { rounds }) => [...await decidingFifty(bench, rounds), ...await appending(bench, rounds), ...detecting(rounds)];
