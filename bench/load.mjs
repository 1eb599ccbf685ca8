/** The load: a process of its own that signs agents in and asks, each on a connection that stays open. Loopback only. */
import http from "node:http";
import { measuresFor, randomFor } from "./measures.mjs";
import { agentEmail, PASSWORD } from "./seed.mjs";

let setting;
const sessions = [];

const ask = (connection, { method, path, form }) => new Promise((resolve, reject) => {
  const body = form ? new URLSearchParams(form).toString() : "";
  const headers = { accept: "text/html", ...(connection.cookie ? { cookie: connection.cookie } : {}), ...(form ? { origin: setting.origin, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) } : {}) };
  const request = http.request({ host: "127.0.0.1", port: setting.port, method, path, headers, agent: connection.agent, timeout: 60_000 }, (answer) => {
    const chunks = [];
    answer.on("data", (chunk) => chunks.push(chunk));
    answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString("utf8") }));
    answer.on("error", reject);
  });
  // A connection that stood idle may close in the very moment it is used again: asked anew, as a browser does.
  request.on("error", (error) => { if (request.reusedSocket && error.code === "ECONNRESET") ask(connection, { method, path, form }).then(resolve, reject); else reject(error); });
  request.on("timeout", () => request.destroy(new Error("timeout")));
  request.end(body);
});

const signIn = async (number) => {
  const connection = { cookie: "", agent: new http.Agent({ keepAlive: true, maxSockets: 1 }) };
  const answer = await ask(connection, { method: "POST", path: "/sign-in", form: { email: agentEmail(number), password: PASSWORD, place: "office", country: "DE" } });
  const cookie = (answer.headers["set-cookie"] ?? []).find((line) => line.startsWith("diskret.sid"));
  if (answer.status !== 303 || !cookie) throw new Error(`The sign-in failed with ${answer.status}.`);
  connection.cookie = cookie.split(";")[0];
  return connection;
};

const timingsOf = (header, sums) => {
  for (const part of (header ?? "").split(", ")) {
    const [name, value] = part.split(";dur=");
    if (value) sums[name] = (sums[name] ?? 0) + Number(value);
  }
};

const measure = async ({ name, seconds, connections, warmUp }) => {
  const wanted = measuresFor(setting)[name];
  const run = { taken: [], all: 0, failures: 0, hits: 0, sums: {}, firstFailure: null };
  const start = performance.now() + warmUp * 1000;
  const end = start + seconds * 1000;
  const cpu = process.cpuUsage();
  await Promise.all(sessions.slice(0, connections).map(async (connection, index) => {
    const random = randomFor(name, index);
    // On a machine too busy for the time given, each connection still asks once after the warm-up.
    let counted = false;
    for (let count = 0; (performance.now() < end || !counted) && count < (wanted.atMost ?? Infinity); count += 1) {
      const request = wanted.make(random);
      const before = performance.now();
      const answer = await ask(connection, request);
      const after = performance.now();
      run.all += 1;
      const counts = before >= start || wanted.atMost !== undefined;
      counted ||= counts;
      try {
        if (wanted.check(answer.status, answer.body, request, answer.headers) !== false) run.hits += 1;
        if (counts) { run.taken.push(after - before); timingsOf(answer.headers["server-timing"], run.sums); run.last = after; run.first = Math.min(run.first ?? before, before); }
      } catch (error) { run.failures += 1; run.firstFailure ??= error.message; }
    }
  }));
  const { user, system } = process.cpuUsage(cpu);
  if (wanted.mostly && run.hits < wanted.mostly * run.taken.length) { run.failures += 1; run.firstFailure ??= "too few were found"; }
  return { name, count: run.taken.length, all: run.all, failures: run.failures, firstFailure: run.firstFailure, seconds: (run.last - run.first) / 1000, loadCpu: (user + system) / 1e6, sums: run.sums, taken: run.taken.sort((a, b) => a - b) };
};

const doors = {
  open: async (given) => {
    setting = given;
    sessions.length = 0;
    for (let n = 0; n < given.connections; n += 1) sessions.push(await signIn(n));
    return {};
  },
  measure,
};
process.on("message", ({ id, door, given }) => {
  doors[door](given).then((result) => process.send({ id, result }), (error) => process.send({ id, error: error.message }));
});
