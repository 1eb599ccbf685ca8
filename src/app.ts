import path from "node:path";
import express, { type Express, type Request, type RequestHandler } from "express";
import proxyAddress from "proxy-addr";
import type { EntityManager } from "typeorm";
import { MIGRATIONS } from "../migrations";
import { customerHolder } from "./customers";
import { ENTITIES } from "./entities";
import { frameOf } from "./frame";
import { acknowledgementDetour, governanceEndings, governanceHolders, governanceJobs, governanceRoutes, openPlaceOfWork, settlePlace, standingOf, type ColleagueMail } from "./governance";
import { contactRoutes, demoOutboxRoutes, demoTelephoneRoutes, demoTelephony, TELEPHONY, telephonyFor, enterScope, HELPDESK_SETTINGS, helpdeskEndings, helpdeskHolders, keepInOutbox, MAIL_TRANSPORT, mailJobs, mailRoutes, releaseTicketsJob, sendPlain, ticketRoutes, transportFor } from "./helpdesk";
import { detourOf, IDENTITY_JOBS, identityRoutes, openIdentity, sessionMiddleware, signedInAs, staffHolder, type IdentityOptions } from "./identity";
import { accessLogRoutes, policyRoutes } from "./oversight";
import { now } from "./platform/clock";
import type { Config } from "./platform/config";
import type { DomainEvent, Signal } from "./platform/context";
import { openDatabase, preparing, type Database } from "./platform/database";
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
  provide(database.source, TELEPHONY, telephonyFor({ telephonyUrl: config.telephonyUrl, telephonyToken: config.telephonyToken, demo: demo ?? false }, demoTelephony(run)));
  openPlaceOfWork(database, config, keys.links);
  openIdentity(database, { config, keys, settlePlace, endings: [governanceEndings, helpdeskEndings], ...identity });
  jobs = await startJobs(database, log, jobsOf(run, database, log, config), config.environment === "test" ? 0.5 : 2);
  const session = sessionMiddleware({ pool: database.embedded ? database.pool : preparing(database.pool), secret: keys.session, secure: config.baseUrl.startsWith("https:"), hours: config.sessionHours });
  const house = houseOver({ config, log, database, enqueue, committed });
  const app = createApp(house, session, demo ?? false);
  return {
    config, log, database, jobs, keys, run, session, holders: holdersOf(), app,
    setRealtime: (next) => { realtime = next; }, realtime: () => realtime,
    agentOf: async (req) => {
      const signedIn = signedInAs(req);
      const from = { address: proxyAddress(req, app.get("trust proxy fn") as (address: string, hop: number) => boolean), active: false };
      return signedIn ? database.transaction((db) => standingOf(db, { ...signedIn, from }, now())) : null;
    },
    close: async () => { await realtime.close(); await jobs!.stop(); await database.close(); },
  };
};

/** Mails to colleagues leave by the same way as every other mail. */
const jobsOf = (run: RunAsSystem, database: Database, log: Log, { companyName, supportAddress }: Config): Job[] => {
  const send = async (mail: ColleagueMail): Promise<void> => {
    const outcome = await sendPlain(use(database.source.manager, MAIL_TRANSPORT), { language: "de", ...mail, fromName: companyName, fromAddress: supportAddress, at: now() });
    if (!outcome.accepted) log.warn({ code: outcome.code, reason: outcome.reason }, "a mail to a colleague (an invitation, a password link, a notice) could not be sent; check SMTP_URL");
  };
  return [...mailJobs(run), releaseTicketsJob(run) as unknown as Job, ...governanceJobs(run, send), ...IDENTITY_JOBS(run, send) as unknown as Job[]];
};

const holdersOf = (): Holders => {
  const holders = new Holders();
  for (const holder of [staffHolder, ...governanceHolders, customerHolder, ...helpdeskHolders]) holders.register(holder);
  return holders;
};

/** Whether a person asked for it. A page that refreshes itself says so, and keeps nobody awake (domain rule 2: an hour without activity). */
const isAsked = (req: Request): boolean => req.get("X-Refresh") === undefined && !req.path.startsWith("/presence/");

const viewerOf = async (db: EntityManager, req: Request, at: Date): Promise<Viewer> => {
  const session = signedInAs(req);
  const agent = session ? await standingOf(db, { ...session, from: { address: req.ip, active: isAsked(req) } }, at) : null;
  if (agent) enterScope(db, agent);
  return agent ?? { kind: "visitor", locale: localeOf(req) };
};

const REFUSALS = new Set(["notFound", "forbidden", "tooMany"]);

const houseOver = (parts: Pick<House<Viewer>, "config" | "log" | "database" | "enqueue" | "committed">): House<Viewer> => ({
  ...parts, viewerOf, frameOf, isSignedIn: isAgent,
  views: createViews(path.join(ROOT, "views"), {
    reload: parts.config.environment === "development", assets: readAssets(path.join(ROOT, "public")),
    translate: (locale) => translator(locale, parts.config.environment === "production" ? "key" : "throw"),
  }),
  detour: (viewer, requested) => (isAgent(viewer) ? detourOf(viewer, requested) ?? acknowledgementDetour(viewer, requested) : null),
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
  if (demo) app.use(demoOutboxRoutes, demoTelephoneRoutes);
  if (config.environment !== "production") app.use(styleguideRoutes);
  app.use(nothingHere);
  app.use(errorResponder);
  return app;
};
