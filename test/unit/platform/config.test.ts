import { ConfigError, readConfig } from "../../../src/platform/config";

const KEY = Buffer.alloc(32, 1).toString("base64");
/** A wrong value for every variable that can be wrong; each holds a word that must not be printed. */
const WRONG: Record<string, readonly string[]> = {
  NODE_ENV: ["secret-env"],
  PORT: ["secret", "70000", "-1", "1e3", "0x10", " ", "3000 secret"],
  BASE_URL: ["secret", "ftp://secret.example", "https://secret.example/helpdesk", "https://secret.example/?a=secret", "https://user:secret@host.example"],
  DATABASE_URL: ["secret", "mysql://user:secret@host/db", "https://secret.example"],
  DATABASE_POOL: ["secret", "1", "101", "2.5"],
  REDIS_URL: ["secret", "http://user:secret@host"],
  MASTER_KEY: ["secret", Buffer.alloc(31, 1).toString("base64"), Buffer.alloc(33, 1).toString("base64"), "sécret", `${KEY}secret`],
  MASTER_KEY_PREVIOUS: ["secret"],
  SUPPORT_ADDRESS: ["secret", "secret@", "a b@secret.example"],
  SMTP_URL: ["secret", "http://user:secret@mail.example"],
  SMTP_IN_PORT: ["secret", "65536"],
  SMTP_IN_DOMAINS: ["secret domain", "secret@example.com", "-secret.example", "secret..example"],
  IMAP_URL: ["secret", "pop3://user:secret@mail.example"],
  MAIL_MAX_BYTES: ["secret", "9999", "64000001"],
  UPLOAD_MAX_BYTES: ["secret", "999", "200000001"],
  TRUST_PROXY: ["secret", "10.0.0.0/33", "true", "1", "10.0.0.1/secret", "10.0.0.1/8/8", "::1/129"],
  SESSION_HOURS: ["secret", "0", "73", " "],
  REVEALS_PER_HOUR: ["secret", "-1", "1001"],
  LOG_LEVEL: ["secret"],
  WORKER: ["secret"],
  SERVER_TIMING: ["secret", "yes"],
  COMPANY_NAME: ["secret".repeat(30)],
};

const problemsOf = (env: Record<string, string>): ConfigError => {
  try { readConfig(env); } catch (error) { if (error instanceof ConfigError) return error; throw error; }
  throw new Error(`accepted ${JSON.stringify(env)}`);
};

describe("the configuration", () => {
  it.each(Object.entries(WRONG).flatMap(([name, values]) => values.map((value) => [name, value] as const)))("names %s and never prints its value (%j)", (name, value) => {
    const { message, problems } = problemsOf({ [name]: value, ...(name === "MASTER_KEY_PREVIOUS" ? { MASTER_KEY: KEY } : {}) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: `));
    expect(message).toContain("nothing was started");
    expect(message).not.toMatch(/secret|sécret/);
    if (value.length > 20) expect(message).not.toContain(value);
  });

  it("names every wrong variable at once", () => {
    expect(problemsOf({ PORT: "x", SESSION_HOURS: "x", MASTER_KEY: "x" }).problems.map((problem) => problem.split(":")[0]).sort()).toEqual(["MASTER_KEY", "PORT", "SESSION_HOURS"]);
  });

  it("refuses what does not go together", () => {
    expect(problemsOf({ MASTER_KEY_PREVIOUS: KEY }).problems[0]).toMatch(/^MASTER_KEY_PREVIOUS: /);
    expect(problemsOf({ WORKER: "separate" }).problems[0]).toMatch(/^WORKER: /);
    expect(problemsOf({ MASTER_KEY_PREVIOUS: KEY }).message).not.toContain(KEY);
  });

  it("starts from nothing, and takes an empty variable for an absent one", () => {
    const config = readConfig({ PORT: "", DATABASE_URL: "", MASTER_KEY: "" });
    expect(config).toMatchObject({ environment: "production", host: "127.0.0.1", port: 3000, baseUrl: "http://localhost:3000", databaseUrl: undefined, worker: "inline", revealsPerHour: 30 });
    expect(config.masterKey.current).toBeUndefined();
  });

  it("takes what is right", () => {
    const config = readConfig({
      BASE_URL: "https://helpdesk.example/", DATABASE_URL: "postgresql://u:p@db/x", REDIS_URL: "rediss://r", WORKER: "separate", SERVER_TIMING: "1", TRUST_PROXY: "loopback, 10.0.0.0/8,fd00::/8,192.0.2.1",
      SMTP_IN_DOMAINS: "nordlicht.example, müller.example,localhost", SESSION_HOURS: "0.5", PORT: "0", MASTER_KEY: KEY, MASTER_KEY_PREVIOUS: KEY, SUPPORT_ADDRESS: "Hilfe@Nordlicht.example",
    });
    expect(config).toMatchObject({
      baseUrl: "https://helpdesk.example", worker: "separate", serverTiming: true, trustProxy: ["loopback", "10.0.0.0/8", "fd00::/8", "192.0.2.1"], sessionHours: 0.5, port: 0, supportAddress: "hilfe@nordlicht.example",
    });
    expect(config.smtpIn.domains).toEqual(["nordlicht.example", "müller.example", "localhost"]);
  });
});
