import { once } from "node:events";
import { io, type Socket } from "socket.io-client";
import { startServer, type RunningServer } from "../../../src/serve";
import { readConfig } from "../../../src/platform/config";
import { createLog } from "../../../src/platform/log";
import { as, givenIn, type Browser, type Given } from "../../support/given";
import { startTestEngine, type TestEngine } from "../../support/engine";
import type { TestProgram } from "../../support/program";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const REDIS = process.env.TEST_REDIS_URL;
const dataDir = mkdtempSync(path.join(tmpdir(), "diskret-realtime-"));
let engine: TestEngine;
let server: RunningServer;
let given: Given;
let program: TestProgram;

const configFor = (extra: Record<string, string> = {}) => readConfig({
  NODE_ENV: "test", DATA_DIR: dataDir, BASE_URL: "http://127.0.0.1", MASTER_KEY: Buffer.alloc(32, 7).toString("base64"), SMTP_IN_PORT: "0", PORT: "0", LOG_LEVEL: "silent",
  ...(engine.url ? { DATABASE_URL: engine.url } : {}), ...(REDIS ? { REDIS_URL: REDIS } : {}), ...extra,
});
const start = (extra: Record<string, string> = {}): Promise<RunningServer> =>
  startServer({ config: configFor(extra), log: createLog("silent"), socketDir: engine.socketDir, identity: { passwordCost: { log2N: 8, r: 8, p: 1 } } });

jest.setTimeout(20_000);
beforeAll(async () => {
  engine = await startTestEngine();
  server = await start();
  program = { ...server.program, dataDir, logLines: [], stop: async () => undefined };
  given = givenIn(program);
}, 120_000);
afterAll(async () => { await server.close(); await engine.stop(); rmSync(dataDir, { recursive: true, force: true }); });

const sockets: Socket[] = [];
afterEach(() => { for (const socket of sockets.splice(0)) socket.disconnect(); });
const connect = (browser: Browser | null, headers: Record<string, string> = {}, port = server.port): Socket => {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], reconnection: false, extraHeaders: { Origin: "http://127.0.0.1", ...(browser ? { Cookie: browser.cookie() } : {}), ...headers } });
  sockets.push(socket);
  return socket;
};
const connected = async (socket: Socket): Promise<Socket> => { await once(socket as never, "connect"); return socket; };
const framesOf = (socket: Socket): unknown[] => { const frames: unknown[] = []; socket.onAny((name, payload) => frames.push([name, payload])); return frames; };
/** Making people changes standings; sockets of those concerned are cut until every node has looked at the notes. */
const settled = (): Promise<void> => pause(1_500);
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

describe("signals", () => {
  it("refuse a socket without a session, and one from another site", async () => {
    const stranger = connect(null);
    const [error] = await once(stranger as never, "connect_error") as [Error];
    expect(error.message).toBe("signedOut");
    const browser = await as(program, await given.agent());
    const foreign = connect(browser, { Origin: "https://evil.example" });
    await once(foreign as never, "connect_error");
    expect(foreign.connected).toBe(false);
  });

  it("carry a topic, an id and a version, and reach only those who find the ticket", async () => {
    const ticket = await given.ticket();
    const inside = await as(program, await given.agent({ queues: [ticket.queueId] }));
    const outside = await as(program, await given.agent({ queues: [await given.queue()] }));
    await settled();
    const [near, far] = await Promise.all([connected(connect(inside)), connected(connect(outside))]);
    const [heard, overheard] = [framesOf(near), framesOf(far)];
    for (const socket of [near, far]) socket.emit("subscribe", { topics: [`ticket:${ticket.id}`, `queue:${ticket.queueId}`, "everything", { evil: true }] });
    await pause(800);
    await inside.post(`/tickets/${ticket.number}/messages`, { kind: "note", body: "Rückruf morgen", seen: 1, then: "stay" }).expect(303);
    await pause(800);
    expect(heard).toEqual(expect.arrayContaining([["signal", { topic: `ticket:${ticket.id}`, id: ticket.id, version: 2 }]]));
    expect(heard.every((frame) => Object.keys((frame as [string, object])[1]).sort().join() === "id,topic,version")).toBe(true);
    expect(overheard).toEqual([]);
  });

  it("tell a processor's people nothing of tickets in the same queue that are not routed to them", async () => {
    const ticket = await given.ticket();
    const employerId = await given.processor();
    await given.contract(employerId, { queues: [ticket.queueId] });
    const browser = await as(program, await given.agent({ employerId, queues: [ticket.queueId] }));
    await settled();
    const socket = await connected(connect(browser));
    const heard = framesOf(socket);
    socket.emit("subscribe", { topics: [`ticket:${ticket.id}`, `queue:${ticket.queueId}`, `route:${employerId}`, `route:${await given.inHouse()}`] });
    await pause(800);
    await program.run("test", async (ctx) => { ctx.signal({ topic: `queue:${ticket.queueId}`, id: ticket.id, version: 9 }); });
    await pause(600);
    expect(heard).toEqual([]);
  });
});

describe("a change of standing", () => {
  const cut = async (socket: Socket, change: () => Promise<unknown>): Promise<number> => {
    const gone = once(socket as never, "disconnect");
    const from = performance.now();
    await change();
    await gone;
    return performance.now() - from;
  };

  it.each([
    ["an acknowledgement is withdrawn", (id: string) => given.sql("DELETE FROM acknowledgements WHERE agent_id = $1", [id])],
    ["the role changes", (id: string) => given.sql("UPDATE agents SET role = 'auditor' WHERE id = $1", [id])],
    ["the place of work changes", (id: string) => given.sql("UPDATE sign_ins SET place = 'home' WHERE agent_id = $1", [id])],
    ["a paper runs out by itself", (id: string) => given.sql("UPDATE trainings SET valid_until = now() + interval '300 milliseconds' WHERE agent_id = $1", [id])],
  ])("cuts the sockets by itself when %s", async (_what, change) => {
    const agent = await given.agent();
    await settled();
    const socket = await connected(connect(await as(program, agent)));
    expect(await cut(socket, () => change(agent.id))).toBeLessThan(15_000);
  });

  it("cuts everybody of a processor when the contract is suspended, and nobody else", async () => {
    const employerId = await given.processor();
    const contract = await given.contract(employerId, { queues: [await given.queue()] });
    const [theirs, ours] = await Promise.all([given.agent({ employerId }), given.agent()]);
    await settled();
    const [their, our] = [await connected(connect(await as(program, theirs))), await connected(connect(await as(program, ours)))];
    expect(await cut(their, () => given.sql("UPDATE processor_contracts SET state = 'suspended' WHERE id = $1", [contract]))).toBeLessThan(15_000);
    expect(our.connected).toBe(true);
  });
});

(REDIS && process.env.TEST_DATABASE_URL ? describe : describe.skip)("two nodes", () => {
  it("pass signals and cuts from one to the other", async () => {
    const second = await start();
    try {
      const ticket = await given.ticket();
      const agent = await given.agent({ queues: [ticket.queueId] });
      const browser = await as(program, agent);
      await settled();
      const socket = await connected(connect(browser, {}, second.port));
      const heard = framesOf(socket);
      socket.emit("subscribe", { topics: [`ticket:${ticket.id}`] });
      await pause(800);
      await browser.post(`/tickets/${ticket.number}/messages`, { kind: "note", body: "Hallo", seen: 1 }).expect(303);
      await pause(1_000);
      expect(heard).toEqual([["signal", { topic: `ticket:${ticket.id}`, id: ticket.id, version: 2 }]]);
      const gone = once(socket as never, "disconnect");
      await given.sql("UPDATE agents SET role = 'auditor' WHERE id = $1", [agent.id]);
      await gone;
    } finally { await second.close(); }
  });
});
