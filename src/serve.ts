import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Request } from "express";
import { compose, type ComposeOptions, type Program } from "./app";
import { bePresent, mayHearTicket } from "./helpdesk";
import { watchStandings, type StandingChange } from "./governance";
import { firstAdministratorLink } from "./identity";
import { every } from "./platform/jobs";
import { startBackground } from "./background";
import { now } from "./platform/clock";
import { ConfigError } from "./platform/config";
import { Timing } from "./platform/context";
import { startRealtime } from "./platform/realtime";
import type { AgentViewer, Ctx } from "./privacy";

export interface RunningServer { readonly program: Program; readonly port: number; readonly smtpPort: number | null; firstAdministratorLink(): Promise<string | null>; close(): Promise<void> }

/** Composes the program, listens, and starts what works in the background unless separate workers do. */
export const startServer = async (options: ComposeOptions): Promise<RunningServer> => {
  const program = await compose(options);
  const { config, log } = program;
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 20_000, maxHeaderSize: 32_768 }, program.app);
  try {
    await listen(server, config.port, config.host);
    program.setRealtime(await startRealtime({
      server, log, redisUrl: config.redisUrl, origin: new URL(config.baseUrl).origin, session: program.session,
      admit: async (request) => {
        const viewer = await program.agentOf(request as Request);
        return viewer ? { groups: [`agent:${viewer.id}`, `employer:${viewer.standing.employer.id}`] } : null;
      },
      mayHear: (request, topic) => mayHear(program, request, topic),
      present: (request, topic, state) => present(program, request, topic, state),
    }));
    const standings = watchStandings(program.database, now);
    const eviction = every(EVICT_SECONDS, "standings", log, async () => { const changes = await standings.look(); if (changes.length > 0) evict(program, changes); });
    const background = config.worker === "inline" ? await startBackground(program) : null;
    return {
      program, port: (server.address() as AddressInfo).port, smtpPort: background?.smtpPort ?? null,
      firstAdministratorLink: () => program.run("start", (ctx) => firstAdministratorLink(ctx)),
      close: async () => {
        server.closeAllConnections();
        await eviction.stop();
        await background?.stop();
        await program.close();
        await new Promise((resolve) => { server.close(resolve); });
      },
    };
  } catch (error) {
    await program.close();
    throw error;
  }
};

/** Every node watches for itself, so a change holds within a second wherever it was made. */
const EVICT_SECONDS = 0.5;

const evict = (program: Program, changes: readonly StandingChange[]): void => {
  const everyone = changes.some(({ kind }) => kind === "everyone");
  program.realtime().evict(everyone ? null : changes.map(({ kind, id }) => `${kind}:${id}`));
};

/** Why a port or an address could not be listened on, by the variable that says otherwise. */
const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: "PORT: another program already listens on this port; stop it, or set PORT",
  EACCES: "PORT: this port needs rights that the program does not have; set PORT to 1024 or higher",
  EADDRNOTAVAIL: "HOST: this machine does not have this address",
  ENOTFOUND: "HOST: this name has no address",
};

const listen = (server: Server, port: number, host: string): Promise<void> => new Promise((resolve, reject) => {
  server.once("error", (error: NodeJS.ErrnoException) => reject(LISTENING[error.code ?? ""] ? new ConfigError([LISTENING[error.code!]!]) : error));
  server.listen(port, host, resolve);
});

/** A socket acts on a transaction of its own, as the agent its session belongs to at this moment. */
const asAgent = async <T>(program: Program, request: IncomingMessage, work: (ctx: Ctx & { viewer: AgentViewer }) => Promise<T>): Promise<T | null> => {
  const viewer = await program.agentOf(request as Request);
  if (!viewer) return null;
  return program.database.transaction((db) => work({ viewer, db, now: now(), requestId: "socket", timing: new Timing(), publish: async () => undefined, signal: () => undefined }));
};

/** A ticket's topic is heard by those who find the ticket, a queue's by in-house people who work in it, a route's by that employer's people. */
const mayHear = async (program: Program, request: IncomingMessage, topic: string): Promise<boolean> => {
  const [kind, id] = topic.split(":") as [string, string];
  const standing = kind === "ticket" ? null : (await program.agentOf(request as Request))?.standing ?? null;
  if (kind === "queue") return standing?.employer.kind === "inHouse" && standing.queues.includes(id);
  if (kind === "route") return standing?.employer.id === id && standing.employer.kind === "processor";
  return kind === "ticket" ? (await asAgent(program, request, (ctx) => mayHearTicket(ctx, id))) ?? false : false;
};

const present = async (program: Program, request: IncomingMessage, topic: string, state: "viewing" | "typing" | "left"): Promise<void> => {
  const [kind, id] = topic.split(":") as [string, string];
  if (kind !== "ticket") return;
  await asAgent(program, request, async (ctx) => { if (state === "left" || await mayHearTicket(ctx, id)) await bePresent(ctx, id, state); });
  program.realtime().presence(topic);
};
