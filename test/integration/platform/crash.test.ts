import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "../../../src/platform/root";

const PASSWORD = "correct horse battery staple";
const SERVER = path.join(ROOT, "dist", "src", "server.js");
const dataDir = mkdtempSync(path.join(tmpdir(), "diskret-crash-"));
const children: ChildProcess[] = [];
let port = 0;
beforeAll(async () => {
  if (!existsSync(SERVER)) throw new Error("Run `npm run build` first: this test starts the built program.");
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  port = (probe.address() as { port: number }).port;
  probe.close();
});
afterAll(() => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts a program and waits for the line that says it serves. */
const start = async (file: string, ready: string): Promise<{ child: ChildProcess; line: string }> => {
  const env = { PATH: process.env.PATH, NODE_ENV: "production", DATA_DIR: dataDir, PORT: String(port), BASE_URL: `http://127.0.0.1:${port}`, SMTP_IN_PORT: "0", LOG_LEVEL: "silent", TEST_PASSWORD: PASSWORD };
  const child = spawn(process.execPath, [file], { cwd: dataDir, env, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let [said, complained] = ["", ""];
  child.stderr!.on("data", (chunk: Buffer) => { complained += chunk.toString(); });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`It ended with ${code}: ${complained}`)));
    child.stdout!.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const line = said.split("\n").find((one) => one.includes(ready));
      if (line && said.includes("\n")) resolve({ child, line });
    });
  });
};

const post = (where: string, form: Record<string, string>, cookie = ""): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${where}`, { method: "POST", redirect: "manual", headers: { Origin: `http://127.0.0.1:${port}`, Cookie: cookie, Accept: "text/html" }, body: new URLSearchParams(form) });
const signIn = async (): Promise<string> => {
  const answer = await post("/sign-in", { email: "anna@staff.example", password: PASSWORD, place: "office", country: "DE" });
  expect(answer.status).toBe(303);
  return answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
};

/** Opens tickets until the program is gone; only those it has acknowledged count. */
const write = async (who: string, queue: string, cookie: string, acknowledged: Map<string, string>): Promise<void> => {
  for (let n = 0; ; n += 1) {
    const subject = `Anliegen ${who}${n}`;
    try {
      const answer = await post("/tickets", { email: `${who}${n}@example.com`, subject, body: "Text", queue, purpose: "order" }, cookie);
      if (answer.status === 303) acknowledged.set(answer.headers.get("location")!.split("?")[0]!, subject);
    } catch { return; }
  }
};

const everythingIsThere = async (acknowledged: Map<string, string>): Promise<void> => {
  const cookie = await signIn();
  for (const [where, subject] of acknowledged) {
    const answer = await fetch(`http://127.0.0.1:${port}${where}`, { headers: { Cookie: cookie, Accept: "text/html" } });
    expect([where, answer.status]).toEqual([where, 200]);
    expect(await answer.text()).toContain(subject);
  }
};

const writeAndEnd = async (child: ChildProcess, queue: string, signal: "SIGKILL" | "SIGINT", acknowledged: Map<string, string>): Promise<void> => {
  const cookie = await signIn();
  const before = acknowledged.size;
  const writers = ["a", "b", "c"].map((who) => write(`${who}${signal}`.toLowerCase(), queue, cookie, acknowledged));
  while (acknowledged.size < before + 8) await new Promise((resolve) => { setTimeout(resolve, 20); });
  const ended = once(child, "exit");
  child.kill(signal);
  const [code] = await ended as [number | null];
  if (signal === "SIGINT") expect(code).toBe(0);
  await Promise.all(writers);
};

it("what was acknowledged is there after kill -9 and after Ctrl-C, in the middle of writing", async () => {
  const acknowledged = new Map<string, string>();
  const first = await start(path.join(__dirname, "crash-child.cjs"), "queue");
  const { queue } = JSON.parse(first.line) as { queue: string };
  await writeAndEnd(first.child, queue, "SIGKILL", acknowledged);
  expect(existsSync(path.join(dataDir, "postgres.lock"))).toBe(true);

  const second = await start(SERVER, "serves at");
  await everythingIsThere(acknowledged);
  await writeAndEnd(second.child, queue, "SIGINT", acknowledged);
  expect(existsSync(path.join(dataDir, "postgres.lock"))).toBe(false);

  const third = await start(SERVER, "serves at");
  await everythingIsThere(acknowledged);
  expect(acknowledged.size).toBeGreaterThanOrEqual(16);
  third.child.kill("SIGKILL");
}, 90_000);
