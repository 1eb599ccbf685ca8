import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { webhookTelephony } from "../../../src/platform/telephony";

let server: Server;
let status = 202;
let heard: { request: IncomingMessage; body: string }[] = [];
beforeAll((done) => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    request.on("end", () => { heard.push({ request, body }); response.writeHead(status, { location: "/elsewhere" }).end("+49 30 1"); });
  }).listen(0, "127.0.0.1", done);
});
beforeEach(() => { heard = []; status = 202; });
afterAll((done) => { server.close(done); });

const dial = { call: "c", to: "+4930231250", agent: "a" };
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/dial`;

describe("a telephone system behind a webhook", () => {
  it("gets the number in the body and the token in a header, and nothing in the address", async () => {
    expect(await webhookTelephony(url(), "geheim").dial(dial)).toEqual({ placed: true });
    expect(heard[0]!.request.url).toBe("/dial");
    expect(heard[0]!.request.headers.authorization).toBe("Bearer geheim");
    expect(JSON.parse(heard[0]!.body)).toEqual(dial);
  });

  it.each([[400, true, "refused"], [404, true, "refused"], [429, false, "unreachable"], [503, false, "unreachable"]])("answers %i as permanent %s, by a code", async (code, permanent, reason) => {
    status = code;
    expect(await webhookTelephony(url(), undefined).dial(dial)).toEqual({ placed: false, permanent, reason });
  });

  it("is not led elsewhere by a redirect", async () => {
    status = 307;
    expect(await webhookTelephony(url(), undefined).dial(dial)).toEqual({ placed: false, permanent: true, reason: "refused" });
    expect(heard).toHaveLength(1);
  });

  it("is unreachable where nobody listens", async () => {
    expect(await webhookTelephony("http://127.0.0.1:1/", undefined).dial(dial)).toEqual({ placed: false, permanent: false, reason: "unreachable" });
  });
});
