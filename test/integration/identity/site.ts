import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import express, { type Express, type Request } from "express";
import request from "supertest";
import type TestAgent from "supertest/lib/agent";
import { MIGRATIONS } from "../../../migrations";
import { standingOf } from "../../../src/governance/standing";
import { createAgent, createEmployer, createTeam, detourOf, IDENTITY_ENTITIES, identityRoutes, openIdentity, sessionMiddleware, signedInAs, type AttemptLimits, type NewAgent } from "../../../src/identity";
import { now } from "../../../src/platform/clock";
import { readConfig } from "../../../src/platform/config";
import type { DomainEvent } from "../../../src/platform/context";
import { openDatabase, type Database } from "../../../src/platform/database";
import { createViews, errorResponder, localeOf, nothingHere, sameOriginOnly, securityHeaders, setHouse } from "../../../src/platform/http";
import { createLog } from "../../../src/platform/log";
import { ROOT } from "../../../src/platform/root";
import { isAgent, openKernel, page, runAsSystem, type Ctx, type RunAsSystem, type Viewer } from "../../../src/privacy";
import { startTestEngine } from "../../support/engine";

// Starting the embedded engine takes seconds on a busy machine.
jest.setTimeout(60_000);

/** Hashing in milliseconds; the program's own cost is tested once, in test/unit. */
const CHEAP = { log2N: 10, r: 8, p: 1 };
export const PASSWORD = "korrekt pferd batterie";

export interface Site {
  readonly app: Express; readonly database: Database; readonly run: RunAsSystem; readonly events: DomainEvent[];
  readonly employers: { readonly own: string; readonly processor: string };
  agent(person?: Partial<NewAgent>): Promise<{ id: string; email: string; password: string }>;
  /** A browser of its own: keeps cookies and sends forms as this site's pages do. */
  browser(): Browser;
  signedIn(person: { email: string; password: string }): Promise<Browser>;
  close(): Promise<void>;
}

/** Posts as a page of this site does; `address` is where the request seems to come from. */
export class Browser {
  readonly agent: TestAgent;
  constructor(app: Express, private readonly address = "192.0.2.10") { this.agent = request.agent(app); }
  get(url: string) { return this.agent.get(url).set("Accept", "text/html").set("Accept-Language", "en").set("X-Forwarded-For", this.address); }
  post(url: string, form: object = {}) {
    return this.agent.post(url).set("Accept", "text/html").set("Accept-Language", "en").set("Sec-Fetch-Site", "same-origin").set("X-Forwarded-For", this.address).type("form").send(form);
  }
  signIn(person: { email: string; password: string }, more: object = {}) { return this.post("/sign-in", { email: person.email, password: person.password, place: "office", ...more }); }
  from(address: string): Browser { return Object.assign(Object.create(Browser.prototype) as Browser, { agent: this.agent, address }); }
}

/** The identity room alone over an embedded database, with one page behind the sign-in. */
export const openSite = async (attemptLimits?: AttemptLimits): Promise<Site> => {
  const engine = await startTestEngine();
  const config = readConfig({ NODE_ENV: "test", DATA_DIR: path.join(tmpdir(), "diskret-identity"), BASE_URL: "http://localhost:3000", COMPANY_NAME: "Nordlicht", TRUST_PROXY: "loopback", LOG_LEVEL: "silent" });
  const database = await openDatabase({ url: engine.url, socketDir: engine.socketDir, dataDir: config.dataDir, pool: 4, entities: IDENTITY_ENTITIES, migrations: MIGRATIONS });
  const keys = await openKernel(database, { current: randomBytes(32).toString("base64"), file: "unused" }, now());
  openIdentity(database, { config, keys, passwordCost: CHEAP, attemptLimits });
  const events: DomainEvent[] = [];
  const enqueue = async (_db: unknown, event: DomainEvent): Promise<void> => { events.push(event); };
  const run = runAsSystem({ database, enqueue, committed: () => undefined });
  const viewerOf = async (db: Ctx["db"], req: Request, at: Date): Promise<Viewer> => {
    const session = signedInAs(req);
    return (session && await standingOf(db, session, at)) ?? { kind: "visitor", locale: localeOf(req) };
  };
  const app = express();
  app.set("trust proxy", config.trustProxy);
  app.set("query parser", "simple");
  setHouse<Viewer>(app, {
    config, database, log: createLog("silent"), enqueue, viewerOf, isSignedIn: isAgent, committed: () => undefined, denied: async () => undefined,
    views: createViews(path.join(ROOT, "views"), { reload: false, assets: (name) => `/assets/${name}` }),
    detour: (viewer, path) => (isAgent(viewer) ? detourOf(viewer, path) : null),
    frameOf: (viewer) => ({ locale: viewer.kind === "system" ? "de" : viewer.locale, theme: "auto", density: "comfortable", shortcuts: true, viewer: undefined, nav: [] }),
  });
  app.use(...securityHeaders(false), sameOriginOnly(config.baseUrl), express.urlencoded({ extended: false, limit: "100kb" }));
  app.use(sessionMiddleware({ pool: database.pool, secret: keys.session, secure: false, hours: config.sessionHours }));
  app.use(identityRoutes);
  app.get("/", page({}, async (ctx) => ({ template: "identity/link-gone", model: {}, title: isAgent(ctx.viewer) ? `role:${ctx.viewer.standing.role} place:${ctx.viewer.standing.place} ${ctx.viewer.standing.country}` : "" })));
  app.use(nothingHere, errorResponder);

  const employers = await run("test", async (ctx) => ({
    own: await createEmployer(ctx, { key: "own", name: "Nordlicht", kind: "inHouse", country: "DE" }),
    processor: await createEmployer(ctx, { key: "processor", name: "Callcenter", kind: "processor", country: "PT" }),
  }));
  let count = 0;
  const agent: Site["agent"] = async (person = {}) => {
    count += 1;
    const email = person.email ?? `person${count}@nordlicht.example`;
    const id = await run("test", (ctx) => createAgent(ctx, { name: `Person ${count}`, role: "agent", employerId: employers.own, teamId: null, locale: "en", password: PASSWORD, ...person, email }));
    return { id, email, password: PASSWORD };
  };
  const browser = (): Browser => new Browser(app);
  return {
    app, database, run, events, employers, agent, browser,
    signedIn: async (person) => {
      const own = browser();
      await own.signIn(person).expect(303);
      return own;
    },
    close: async () => { await database.close(); await engine.stop(); },
  };
};

export { createTeam };
/** The title of the page behind the sign-in, which names the standing. */
export const standingIn = async (browser: Browser): Promise<string> => /<title>(.*?) ·/.exec((await browser.get("/")).text)?.[1] ?? "";
