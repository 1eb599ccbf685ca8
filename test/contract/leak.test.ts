import path from "node:path";
import { VALUE_CATEGORIES } from "../../src/customers";
import { markInMessage } from "../../src/helpdesk/tickets/mark-passage";
import { sealedColumns, type Ctx } from "../../src/privacy";
import { ROOT } from "../../src/platform/root";
import type { Answer, Browser } from "../support/leak/browser";
import { buildWorld, type World } from "../support/leak/company";
import type { Marker } from "../support/leak/markers";
import type { Looker } from "../support/leak/people";
import { queriesOf, saidIn } from "../support/leak/queries";
import { dumpOf, filesUnder, findIn } from "../support/leak/sinks";
import { changeEveryTicket, listenAs, mayHear, pause, topicsOf } from "../support/leak/sockets";
import { serve, type Served } from "../support/leak/start";
import { UPLOADED } from "../support/leak/walk";
import { TemplatePaths } from "../support/leak/template-paths";

/**
 * The test that is the product: unique markers stand in every personal field and every free text, everybody looks
 * everywhere, and each marker that comes out needs a decision that permits it and a log row that records it. How it
 * works and how to teach it something new: test/support/leak/README.md.
 */
jest.setTimeout(400_000);

let program: Served;
let world: World;
const times: string[] = [];
const timed = async (what: string, work: () => Promise<void>): Promise<void> => {
  const start = Date.now();
  await work();
  times.push(`${what} ${((Date.now() - start) / 1000).toFixed(1)} s`);
};
beforeAll(() => timed("planted", async () => { program = await serve(); world = await buildWorld(program); }), 180_000);
afterAll(async () => {
  if (process.env.LEAK_TIMES) process.stderr.write(`${times.join(", ")}; ${world?.walk.requests} requests\n`);
  for (const { browser } of world?.lookers ?? []) browser.close();
  await program?.stop();
});

const looker = (kind: string): Looker => world.lookers.find((found) => found.kind === kind)!;
/** Templates that the suite's world never shows, and why. */
const UNREAD: Readonly<Record<string, string>> = {
  "helpdesk/mail/outbox": "the demonstration's only; test/integration/helpdesk shows it", "helpdesk/mail/outbox-mail": "the demonstration's only",
  "identity/first-administrator": "there is somebody already; test/integration/identity/links.test.ts shows it",
};

/** What may be left out by everybody although the component's own comment does not say so. */
const OPTIONAL: Readonly<Record<string, string>> = {
  max: "a parameter of ui/field", min: "a parameter of ui/field", step: "a parameter of ui/field", "reveal.reasons": "the list of the kernel stands in the component",
  "@page.csrf": "forms are told from foreign ones by their origin", "@page.live": "a page may ask for it; none does yet", count: "an entry of the rail may have none",
};

/** Each finding once, and not more than a person reads. */
const few = (found: readonly string[]): string[] => { const once = [...new Set(found)]; return once.length > 60 ? [...once.slice(0, 60), `… and ${once.length - 60} more`] : once; };
const expectClean = (): void => { expect(few(world.walk.leaks())).toEqual([]); expect(few(world.walk.broken.splice(0))).toEqual([]); };

/**
 * On a server everybody walks everything. On the embedded engine, where one engine answers all, a person whose pages
 * are those of another kind but for one missing fact walks fewer objects, so that the suite stays one that people run.
 */
const THOROUGH = Boolean(process.env.TEST_DATABASE_URL);
const CORE = new Set(["visitor", "inHouse", "outsourcedAssigned", "atHome", "lead", "privacyOfficer", "administrator"]);
const walksAll = ({ kind }: Looker): boolean => THOROUGH || CORE.has(kind);

const walkPages = async (only: (pattern: string) => boolean = () => true): Promise<void> => {
  const { walk, objects } = world;
  for (const route of walk.routes.filter(({ method, path: pattern }) => method === "GET" && only(pattern))) {
    const paths = await objects.pathsOf(route);
    for (const one of world.lookers) {
      for (const target of walksAll(one) ? paths : paths.slice(0, 2)) await walk.take(one, { route, sending: { method: "GET", path: target } });
      for (const query of walksAll(one) ? queriesOf(world, route.path, one.kind) : []) await walk.take(one, { route, sending: { method: "GET", path: paths[0]! + query }, said: saidIn(query) });
    }
  }
};

describe("the leak suite", () => {
  it("plants a marker in every sealed column and in every category of a record", () => {
    const planted = new Set(world.garden.markers.map(({ place }) => place));
    expect(sealedColumns().map(({ place }) => place).filter((place) => !planted.has(place))).toEqual([]);
    const categories = new Set(world.garden.markers.filter(({ place }) => place === "customer_values.value").map(({ category }) => category));
    expect(VALUE_CATEGORIES.filter((category) => !categories.has(category))).toEqual([]);
  });

  it("notices: a marker that the rules forbid, one that the log does not name, and every disguise", async () => {
    const { garden, walk, tickets } = world;
    const route = walk.routes.find(({ path }) => path === "/tickets/:number")!;
    const say = async (kind: string, body: string): Promise<string[]> => {
      const page: Answer = { status: 200, headers: "", location: "", contentType: "text/plain", body, startedAt: new Date() };
      await walk.take({ ...looker(kind), browser: { send: async () => page } as unknown as Browser }, { route, sending: { method: "GET", path: `/tickets/${tickets.plain.number}` } });
      return walk.leaks();
    };
    const on = (category: string): Marker => garden.markers.find((marker) => marker.ticket === tickets.plain.id && marker.category === category && marker.place === "messages.body")!;
    expect(await say("inHouse", on("special").text)).toEqual([expect.stringContaining("the rules say no")]);
    expect(await say("visitor", on("correspondence").text)).toEqual([expect.stringContaining("the rules say no")]);
    expect(await say("inHouse", on("email").text)).toEqual([expect.stringContaining("no row of the access log")]);
    for (const marker of [on("phone"), on("bankDetails"), on("postalAddress")]) {
      const [needle] = marker.needles as [string];
      const html = [...marker.text].map((letter) => `&#x${letter.codePointAt(0)!.toString(16)};`).join("");
      for (const text of [marker.text, marker.text.toUpperCase(), html, encodeURIComponent(marker.text), Buffer.from(`ab${needle}cd`).toString("base64"), Buffer.from(needle).toString("hex"), [...needle].reverse().join(""), JSON.stringify(marker.text)]) {
        expect([text, (await say("auditor", `…${text}…`)).length]).toEqual([text, 1]);
      }
    }
  });

  it("finds nothing on any page that the rules and the log do not answer for", () => timed("pages", async () => {
    await walkPages();
    expectClean();
  }));

  it("gives no hit for words that stand in passages which are masked for whoever asks", () => timed("searches", async () => {
    const { garden, walk, facts, tickets } = world;
    const route = walk.routes.find(({ path }) => path === "/tickets")!;
    const wanted = ["name", "email", "special", "bankDetails", "officialId", "birthDate"];
    const asked = [tickets.plain, tickets.outsourced].flatMap((ticket) => garden.markers.filter(({ ticket: id, place, category, internal }) => id === ticket.id && place === "messages.body" && wanted.includes(category) && !internal).map((marker) => ({ ticket, marker })));
    const hits: string[] = [];
    for (const one of world.lookers) {
      const viewer = await one.standing();
      await facts.read();
      for (const { ticket, marker } of asked) {
        const said = marker.category === "bankDetails" ? marker.text.split(" ").at(-2)! : marker.needles[0]!.startsWith("zwq") ? marker.needles[0]! : marker.text;
        const answer = await walk.take(one, { route, sending: { method: "GET", path: `/tickets?q=${encodeURIComponent(said)}` }, said });
        if (!new RegExp(`/tickets/${ticket.number}["?]`).test(answer.body)) continue;
        const [home] = facts.homesOf(marker);
        if (!viewer || facts.form(viewer, home!, marker, marker.category, "ticket") !== "clear") hits.push(`${one.kind}: a search for the ${marker.category} of #${ticket.number} finds it`);
      }
    }
    expect(few(hits)).toEqual([]);
    expectClean();
  }));

  it("gives no hit any more for a word that somebody has marked by hand", async () => {
    const { garden, tickets } = world;
    const one = looker("inHouse");
    const word = garden.markers.find(({ ticket, category, place, internal }) => ticket === tickets.mailed.id && category === "correspondence" && place === "messages.body" && !internal)!;
    const finds = async (): Promise<boolean> => new RegExp(`/tickets/${tickets.mailed.number}["?]`).test((await one.browser.send({ method: "GET", path: `/tickets?q=${word.text}` })).body);
    expect(await finds()).toBe(true);
    await garden.asAgent((await one.standing())!, (ctx) => markInMessage(ctx as unknown as Ctx, tickets.mailed.number, { message: tickets.mailed.messageId, kind: "mark", category: "special", passage: word.text }));
    Object.assign(word, { category: "special" });
    expect(await finds()).toBe(false);
  });

  it("finds nothing in the answers to forms, sent rightly and wrongly by everybody", () => timed("forms", async () => {
    const { walk } = world;
    const late = (path: string): number => ["/sign-out", "/account", "/sign-in"].findIndex((start) => path.startsWith(start));
    const routes = walk.routes.filter(({ method }) => method === "POST").sort((a, b) => late(b.path) - late(a.path)).sort((a, b) => Number(late(a.path) >= 0) - Number(late(b.path) >= 0));
    const silent: string[] = [];
    for (const route of routes) {
      const sendings = await walk.sendingsOf(route);
      if (sendings.length === 0) silent.push(`POST ${route.path}: no form leads there; say in test/support/leak/walk.ts (UNSEEN) what is sent`);
      for (const one of world.lookers) for (const sending of walksAll(one) ? sendings : sendings.slice(0, 1)) await walk.take(one, { route, sending });
    }
    expect(silent).toEqual([]);
    expectClean();
  }));

  it("finds nothing afterwards either, with looks granted and tickets moved", () => timed("pages again", async () => {
    await walkPages((pattern) => pattern === "/tickets/:number");
    expectClean();
  }));

  it("walked every route", () => {
    expect(world.walk.routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !world.walk.walked.has(route))).toEqual([]);
  });

  it("rendered every template, and each of their paths stands in a model", () => {
    const paths = new TemplatePaths(path.join(ROOT, "views"));
    for (const rendered of program.rendered) paths.along(rendered);
    const nowhere = paths.missing().filter((where) => !OPTIONAL[where.split(" ")[1]!]);
    const unread = paths.unread().filter((name) => !(name in UNREAD) && !name.startsWith("ui/"));
    expect({ nowhere, unread }).toEqual({ nowhere: [], unread: [] });
  });

  it("signals over sockets hold a topic, an id and a version, and reach only those who may hear them", () => timed("sockets", async () => {
    const { given, finder } = world;
    const everybody = await Promise.all(world.lookers.map((one) => listenAs(program.port, one)));
    const tickets = await given.sql<{ id: string; queue_id: string; routed_to: string; purpose: string }>("SELECT id, queue_id, routed_to, purpose FROM tickets");
    const topics = topicsOf(world);
    const changing = new Set(tickets.filter(({ id }) => Object.values(world.tickets).some((own) => own.id === id)).flatMap(({ id, queue_id, routed_to }) => [`ticket:${id}`, `queue:${queue_id}`, `route:${routed_to}`]));
    for (const { socket, refused } of everybody) if (!refused) socket.emit("subscribe", { topics });
    // A slow machine joins late: the tickets change until everybody has heard what they may.
    const standings = new Map(await Promise.all(world.lookers.map(async (one) => [one.kind, await one.standing()] as const)));
    const missing = (): string[] => everybody.flatMap(({ looker: { kind }, frames }) => {
      const viewer = standings.get(kind) ?? null;
      const heard = new Set(frames.map(({ body }) => (body as { topic: string }).topic));
      return topics.filter((topic) => viewer !== null && mayHear(viewer, topic, tickets) && !heard.has(topic) && changing.has(topic)).map((topic) => `${kind} does not hear ${topic}`);
    });
    for (let round = 0; round < 8 && (round === 0 || missing().length > 0); round += 1) {
      await pause(500);
      await changeEveryTicket(world);
      await pause(500);
    }
    const wrong = missing();
    for (const { looker: one, refused, frames, raw } of everybody) {
      const viewer = standings.get(one.kind) ?? null;
      if (refused !== (viewer === null)) wrong.push(`${one.kind} ${refused ? "cannot connect" : "connects without having signed in"}`);
      for (const { event, body } of frames) if (!["signal", "presence"].includes(event) || Object.keys(body as object).sort().join() !== "id,topic,version") wrong.push(`${one.kind} hears ${event} ${JSON.stringify(body)}`);
      const heard = new Set(frames.map(({ body }) => (body as { topic: string }).topic));
      for (const topic of topics) {
        const may = viewer !== null && mayHear(viewer, topic, tickets);
        if (heard.has(topic) && !may) wrong.push(`${one.kind} hears ${topic}`);
      }
      wrong.push(...findIn(finder, [{ name: `the socket of ${one.kind}`, text: raw.join("\n") }]));
    }
    for (const one of everybody) one.close();
    expect(few(wrong)).toEqual([]);
  }));

  it("sends mail that says nothing of colleagues, of notes, or of other people", async () => {
    const { finder, facts } = world;
    await facts.read();
    expect(program.sent.length).toBeGreaterThan(0);
    const wrong = program.sent.flatMap((mail) => {
      const found = [...finder.find(JSON.stringify(mail))];
      const about = found.find(({ ticket, kind }) => ticket !== null && kind === "text")?.ticket;
      return found.filter((marker) => marker.kind.startsWith("staff") || marker.internal || !facts.homesOf(marker).some(({ id }) => id === about)).map(({ key }) => `a mail holds ${key}`);
    });
    expect(few(wrong)).toEqual([]);
  });

  it("leaves nothing to read in the database, on the disk and in the log of the process", () => timed("sinks", async () => {
    await program.jobs.settle();
    const sinks = [...await dumpOf(world.given.sql), ...filesUnder(program.dataDir), { name: "the log of the process", text: program.logLines.join("") }];
    expect(sinks.length).toBeGreaterThan(50);
    expect(program.logLines.length).toBeGreaterThan(0);
    const uploads = { key: "a file that was sent", needles: [UPLOADED] } as unknown as Marker;
    world.finder.add(uploads);
    expect(world.walk.uploads).toBeGreaterThan(0);
    expect(few(findIn(world.finder, sinks))).toEqual([]);
  }));
});
