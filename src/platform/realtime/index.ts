import type { Server as HttpServer, IncomingMessage } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server, type Socket } from "socket.io";
import type { RequestHandler } from "express";
import type { Signal } from "../context";
import type { Log } from "../log";
import type { Service } from "../services";

/** Tells browsers that something changed. A signal is a topic, an id and a version; never data. */
export interface Realtime {
  emit(signals: readonly Signal[]): void;
  /** Who is at a topic has changed: browsers ask for it. */
  presence(topic: string): void;
  /** Cuts every socket of these groups on this node ("agent:<id>"); their pages ask again and are decided anew. Null cuts all. */
  evict(groups: readonly string[] | null): void;
  close(): Promise<void>;
}

/** Nobody listens: worker processes, commands, tests without a socket server. */
export const silentRealtime: Realtime = { emit: () => undefined, presence: () => undefined, evict: () => undefined, close: async () => undefined };
export const REALTIME: Service<{ get(): Realtime }> = { name: "realtime" };

export interface RealtimeOptions {
  readonly server: HttpServer;
  readonly log: Log;
  readonly redisUrl?: string;
  readonly origin: string;
  /** The web server's own session handlers, so that a socket is known by the same cookie. */
  readonly session: readonly RequestHandler[];
  /** Who connects; null refuses. An eviction names one of the groups. */
  admit(request: IncomingMessage): Promise<{ groups: readonly string[] } | null>;
  /** Whether this connection may hear a topic, decided at every join. An unknown topic is refused. */
  mayHear(request: IncomingMessage, topic: string): Promise<boolean>;
  /** A browser says that it views or types; the room writes it down and signals. */
  present(request: IncomingMessage, topic: string, state: "viewing" | "typing" | "left"): Promise<void>;
}

const MOST_TOPICS = 40;
const TOPIC = /^[a-z]{1,20}:[0-9a-f-]{36}$/;

/** Socket.IO beside the web server. Sockets hear only topics that they may hear; an empty audience means nobody. */
export const startRealtime = async (options: RealtimeOptions): Promise<Realtime> => {
  const io = new Server(options.server, { serveClient: false, maxHttpBufferSize: 4_096, cors: { origin: options.origin }, allowRequest: (request, answer) => answer(null, sameOrigin(request, options.origin)) });
  const clients = options.redisUrl ? await connectRedis(options.redisUrl, options.log) : [];
  if (clients.length === 2) io.adapter(createAdapter(clients[0], clients[1]));
  for (const handler of options.session) io.engine.use(handler as never);
  io.use((socket, next) => {
    options.admit(socket.request).then((admitted) => {
      if (!admitted) { next(new Error("signedOut")); return; }
      void socket.join(admitted.groups.map((group) => `group:${group}`));
      next();
    }, () => next(new Error("unavailable")));
  });
  io.on("connection", (socket) => listen(socket, options));
  return {
    emit: (signals) => { for (const { topic, id, version } of signals) io.to(topic).emit("signal", { topic, id, version }); },
    presence: (topic) => { io.to(topic).emit("presence", { topic, id: topic.slice(topic.indexOf(":") + 1), version: 0 }); },
    evict: (groups) => { (groups ? io.local.in(groups.map((group) => `group:${group}`)) : io.local).disconnectSockets(true); },
    close: async () => {
      await io.close();
      await Promise.all(clients.map((client) => client.close().catch(() => undefined)));
    },
  };
};

/** A socket from another site is refused before any session is read. A missing Origin is not a browser of ours. */
const sameOrigin = (request: IncomingMessage, origin: string): boolean => {
  const said = request.headers.origin;
  return said === origin || (said !== undefined && said === `http://${request.headers.host ?? ""}`) || (said === undefined && request.headers["sec-fetch-site"] === "same-origin");
};

const listen = (socket: Socket, options: RealtimeOptions): void => {
  const report = (error: unknown): void => options.log.error({ err: error }, "socket");
  socket.on("subscribe", (wish: unknown) => {
    const topics = topicsOf(wish);
    for (const room of socket.rooms) if (TOPIC.test(room) && !topics.includes(room) && !room.startsWith("group:")) leave(socket, room, options, report);
    for (const topic of topics) options.mayHear(socket.request, topic).then((may) => (may ? socket.join(topic) : undefined), report);
  });
  for (const state of ["viewing", "typing"] as const) {
    socket.on(state, (wish: unknown) => {
      const topic = topicsOf({ topics: [(wish as { topic?: unknown } | null)?.topic] })[0];
      if (topic) options.mayHear(socket.request, topic).then((may) => (may ? options.present(socket.request, topic, state) : undefined)).catch(report);
    });
  }
  socket.on("disconnecting", () => {
    for (const room of socket.rooms) if (room.startsWith("ticket:")) options.present(socket.request, room, "left").catch(report);
  });
};

const leave = (socket: Socket, room: string, options: RealtimeOptions, report: (error: unknown) => void): void => {
  void socket.leave(room);
  if (room.startsWith("ticket:")) options.present(socket.request, room, "left").catch(report);
};

const topicsOf = (wish: unknown): string[] => {
  const topics = (wish as { topics?: unknown } | null)?.topics;
  return (Array.isArray(topics) ? topics.slice(0, MOST_TOPICS).filter((topic): topic is string => typeof topic === "string" && TOPIC.test(topic)) : []);
};

const connectRedis = async (url: string, log: Log) => {
  const publisher = createClient({ url });
  const subscriber = publisher.duplicate();
  for (const client of [publisher, subscriber]) client.on("error", (error: unknown) => log.error({ err: error }, "redis"));
  const connected = Promise.all([publisher.connect(), subscriber.connect()]);
  connected.catch(() => undefined);
  const refused = new AbortController();
  try {
    await Promise.race([connected, pause(CONNECT_MS, undefined, { signal: refused.signal, ref: false }).then(() => { throw new RedisUnreachable(); })]);
  } catch (error) {
    for (const client of [publisher, subscriber]) client.destroy();
    throw error instanceof RedisUnreachable ? error : new RedisUnreachable();
  } finally { refused.abort(); }
  return [publisher, subscriber] as const;
};

/** The client tries for ever by itself, which is right while serving and wrong at the start. */
const CONNECT_MS = 10_000;

export class RedisUnreachable extends Error {
  constructor() {
    super("REDIS_URL: the server cannot be reached or refuses the sign-in. Nothing was started. Check that it runs, and the user and password.");
    this.name = "RedisUnreachable";
  }
}
