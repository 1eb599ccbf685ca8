import path from "node:path";
import express, { type Express, type Request, type RequestHandler } from "express";
import type { EntityManager } from "typeorm";
import { MIGRATIONS } from "../migrations";
import { customerHolder } from "./customers";
import { ENTITIES } from "./entities";
import { frameOf } from "./frame";
import { governanceHolders, governanceJobs, governanceRoutes, standingOf } from "./governance";
import { contactRoutes, demoOutboxRoutes, HELPDESK_SETTINGS, helpdeskHolders, keepInOutbox, MAIL_TRANSPORT, mailJobs, mailRoutes, releaseTicketsJob, sendPlain, ticketRoutes, transportFor } from "./helpdesk";
import { detourOf, IDENTITY_JOBS, identityRoutes, openIdentity, sessionMiddleware, signedInAs, staffHolder, type IdentityOptions } from "./identity";
import { accessLogRoutes, policyRoutes } from "./oversight";
import { now } from "./platform/clock";
import type { Config } from "./platform/config";
import type { DomainEvent, Signal } from "./platform/context";
import { openDatabase, type Database } from "./platform/database";
import { createDiskStore, FILES, undoable } from "./platform/files";
import { createViews, errorResponder, localeOf, nothingHere, sameOriginOnly, securityHeaders, setHouse, type House } from "./platform/http";
import { readAssets } from "./platform/http/assets";
import { translator } from "./platform/i18n";
import { startJobs, type Job, type Jobs } from "./platform/jobs";
import type { Log } from "./platform/log";
import { REALTIME, silentRealtime, type Realtime } from "./platform/realtime";
import { ROOT } from "./platform/root";
import { provide, use } from "./platform/services";
import { styleguideRoutes } from "./styleguide";
import { append, Holders, isAgent, openKernel, refuseForeignMasterKey, runAsSystem, type AgentViewer, type OpenedKeys, type RunAsSystem, type Viewer } from "./privacy";

/** The composed program: made here and nowhere else. */
export interface Program {
  readonly config: Config;
  readonly log: Log;
  readonly app: Express;
  readonly database: Database;
  readonly jobs: Jobs;
  readonly keys: OpenedKeys;
  readonly run: RunAsSystem;
  readonly holders: Holders;
  readonly session: readonly RequestHandler[];
  /** Replaces the silent signals once a socket server listens. */
  setRealtime(realtime: Realtime): void;
  realtime(): Realtime;
  /** Who a request with a session belongs to, outside the page pipeline (sockets). */
  agentOf(req: Request): Promise<AgentViewer | null>;
  close(): Promise<void>;
}

export interface ComposeOptions {
  readonly config: Config;
  readonly log: Log;
  /** An engine that runs already (tests). */
  readonly socketDir?: string;
  readonly demo?: boolean;
  readonly identity?: Pick<IdentityOptions, "passwordCost" | "attemptLimits">;
}

export const compose = async (options: ComposeOptions): Promise<Program> => {
  const { config, log } = options;
  const database = await openDatabase({ url: config.databaseUrl, socketDir: options.socketDir, dataDir: config.dataDir, pool: config.databasePool, entities: ENTITIES, migrations: MIGRATIONS, inspect: refuseForeignMasterKey(config.masterKey) });
  try {
    return await composeOver(database, options);
  } catch (error) {
    log.debug({ err: error }, "the start failed");
    await database.close();
    throw error;
  }
};

const composeOver = async (database: Database, { config, log, demo, identity }: ComposeOptions): Promise<Program> => {
  const keys = await openKernel(database, config.masterKey, now());
  let realtime: Realtime = silentRealtime;
  let jobs: Jobs | null = null;
  const enqueue = (db: EntityManager, event: DomainEvent): Promise<void> => jobs!.enqueue(db, event);
  const committed = (signals: readonly Signal[], events: readonly DomainEvent[]): void => { realtime.emit(signals); jobs!.wake(events); };
  const run = runAsSystem({ database, enqueue, committed });
  provide(database.source, FILES, undoable(createDiskStore(path.join(config.dataDir, "files"))));
  provide(database.source, REALTIME, { get: () => realtime });
  provide(database.source, HELPDESK_SETTINGS, {
    revealsPerHour: config.revealsPerHour, companyName: config.companyName, baseUrl: config.baseUrl, supportAddress: config.supportAddress,
    replyTokenKey: keys.replyToken, mailMaxBytes: config.mailMaxBytes, uploadMaxBytes: config.uploadMaxBytes, demoOutbox: demo ?? false,
  });
  provide(database.source, MAIL_TRANSPORT, transportFor({ smtpUrl: config.smtpUrl, demoOutbox: demo ?? false }, keepInOutbox(run)));
  openIdentity(database, { config, keys, ...identity });
  jobs = await startJobs(database, log, jobsOf(run, database, log, config), config.environment === "test" ? 0.5 : 2);
  const session = sessionMiddleware({ pool: database.pool, secret: keys.session, secure: config.baseUrl.startsWith("https:"), hours: config.sessionHours });
  const house = houseOver({ config, log, database, enqueue, committed });
  return {
    config, log, database, jobs, keys, run, session, holders: holdersOf(), app: createApp(house, session, demo ?? false),
    setRealtime: (next) => { realtime = next; }, realtime: () => realtime,
    agentOf: async (req) => {
      const signedIn = signedInAs(req);
      return signedIn ? database.transaction((db) => standingOf(db, signedIn, now())) : null;
    },
    close: async () => { await realtime.close(); await jobs!.stop(); await database.close(); },
  };
};

/** Invitations and password links leave by the same way as every other mail. */
const jobsOf = (run: RunAsSystem, database: Database, log: Log, { companyName, supportAddress }: Config): Job[] => [
  ...mailJobs(run), releaseTicketsJob(run) as unknown as Job, ...governanceJobs(run),
  ...IDENTITY_JOBS(run, async (mail) => {
    const outcome = await sendPlain(use(database.source.manager, MAIL_TRANSPORT), { ...mail, fromName: companyName, fromAddress: supportAddress, language: "de", at: now() });
    if (!outcome.accepted) log.warn({ code: outcome.code, reason: outcome.reason }, "an invitation or password link could not be sent; check SMTP_URL and invite again");
  }) as unknown as Job[],
];

const holdersOf = (): Holders => {
  const holders = new Holders();
  for (const holder of [staffHolder, ...governanceHolders, customerHolder, ...helpdeskHolders]) holders.register(holder);
  return holders;
};

const viewerOf = async (db: EntityManager, req: Request, at: Date): Promise<Viewer> => {
  const session = signedInAs(req);
  const agent = session ? await standingOf(db, session, at) : null;
  return agent ?? { kind: "visitor", locale: localeOf(req) };
};

const REFUSALS = new Set(["notFound", "forbidden", "tooMany"]);

const houseOver = (parts: Pick<House<Viewer>, "config" | "log" | "database" | "enqueue" | "committed">): House<Viewer> => ({
  ...parts, viewerOf, frameOf, isSignedIn: isAgent,
  views: createViews(path.join(ROOT, "views"), {
    reload: parts.config.environment === "development", assets: readAssets(path.join(ROOT, "public")),
    translate: (locale) => translator(locale, parts.config.environment === "production" ? "key" : "throw"),
  }),
  detour: (viewer, requested) => (isAgent(viewer) ? detourOf(viewer, requested) : null),
  denied: async (context, fault, route) => {
    if (!isAgent(context.viewer) || !REFUSALS.has(fault.code)) return;
    await parts.database.transaction((db) => append({ ...context, db }, [{ action: "denied", subjects: [], ticket: null, forms: {}, purpose: "security", count: 0, detail: { fault: fault.reason, route } }]));
  },
});

const createApp = (house: House<Viewer>, session: readonly RequestHandler[], demo: boolean): Express => {
  const app = express();
  const { config } = house;
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", config.trustProxy.length > 0 ? config.trustProxy : false);
  app.set("query parser", "simple");
  setHouse(app, house);
  app.use(...securityHeaders(config.baseUrl.startsWith("https:")));
  app.use("/assets", express.static(path.join(ROOT, "public", "assets"), { index: false, setHeaders: (res) => { res.setHeader("Cache-Control", "public, max-age=31536000, immutable"); } }));
  app.get("/health", (_req, res, next) => { house.database.pool.query("SELECT 1").then(() => res.type("text").send("ok\n"), next); });
  app.use(sameOriginOnly(config.baseUrl));
  app.use(express.urlencoded({ extended: false, limit: "3mb", parameterLimit: 2000 }));
  app.use(...session);
  app.use(identityRoutes, governanceRoutes, contactRoutes, ticketRoutes, mailRoutes, accessLogRoutes, policyRoutes);
  if (demo) app.use(demoOutboxRoutes);
  if (config.environment !== "production") app.use(styleguideRoutes);
  app.use(nothingHere);
  app.use(errorResponder);
  return app;
};
