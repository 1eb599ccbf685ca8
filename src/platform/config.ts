import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import path from "node:path";
import { z } from "zod";

/**
 * The only reader of the environment. Every variable stands in .env.example with its meaning; a wrong value stops
 * the start with a message that names the variable and never prints the value (it may be a secret).
 */
const flag = z.enum(["true", "false", "1", "0"]).transform((value) => value === "true" || value === "1");
const list = z.string().transform((value) => value.split(",").map((part) => part.trim()).filter(Boolean));
/** Digits only: "1e3", "0x10" and a blank are slips, not numbers. */
const integer = (least: number, most: number) => z.string().trim().regex(/^\d{1,12}$/, "must be a whole number").transform(Number)
  .refine((value) => value >= least && value <= most, `must be between ${least} and ${most}`);
const port = integer(0, 65_535);
const masterKey = z.base64().refine((text) => Buffer.from(text, "base64").length === 32, "must be 32 bytes in base64");
const domain = /^(?!-)[\p{L}\p{N}-]{1,63}(?<!-)(\.(?!-)[\p{L}\p{N}-]{1,63}(?<!-))*$/u;
/** What Express takes for a trusted proxy: an address, a range, or one of its three names. */
const isProxy = (text: string): boolean => {
  const [address = "", bits, more] = text.split("/");
  const longest = isIP(address) === 6 ? 128 : 32;
  return ["loopback", "linklocal", "uniquelocal"].includes(text)
    || (isIP(address) !== 0 && more === undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest)));
};
/** Links are made by putting a path behind it. */
const isOrigin = (text: string): boolean => { const { pathname, search, hash, username } = new URL(text); return pathname === "/" && !search && !hash && !username; };

const Schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(3000),
  BASE_URL: z.url({ protocol: /^https?$/, abort: true }).refine(isOrigin, "must be an address without a path, like https://helpdesk.example").optional(),
  DATA_DIR: z.string().min(1).default("./data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL: integer(2, 100).default(10),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  MASTER_KEY: masterKey.optional(),
  MASTER_KEY_PREVIOUS: masterKey.optional(),
  MASTER_KEY_FILE: z.string().min(1).optional(),
  CHECKPOINT_DIR: z.string().min(1).optional(),
  COMPANY_NAME: z.string().min(1).max(120).default("Diskret"),
  SUPPORT_ADDRESS: z.email().default("support@localhost.example"),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  SMTP_IN_PORT: port.default(2525),
  SMTP_IN_HOST: z.string().min(1).default("127.0.0.1"),
  SMTP_IN_DOMAINS: list.refine((domains) => domains.every((name) => domain.test(name)), "must be mail domains, separated by commas").default([]),
  IMAP_URL: z.url({ protocol: /^imaps?$/ }).optional(),
  MAIL_MAX_BYTES: integer(10_000, 64_000_000).default(30_000_000),
  UPLOAD_MAX_BYTES: integer(1_000, 200_000_000).default(20_000_000),
  TRUST_PROXY: list.refine((proxies) => proxies.every(isProxy), "must be addresses or ranges, separated by commas, like 10.0.0.0/8 or loopback").default([]),
  SESSION_HOURS: z.coerce.number().min(0.25).max(72).default(12),
  REVEALS_PER_HOUR: integer(0, 1000).default(30),
  ACCESS_LOG_MONTHS: z.coerce.number().int().min(6).max(36).default(12),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  WORKER: z.enum(["inline", "separate"]).default("inline"),
  SERVER_TIMING: flag.default(false),
})
  .refine(({ MASTER_KEY, MASTER_KEY_PREVIOUS }) => !MASTER_KEY_PREVIOUS || MASTER_KEY, { path: ["MASTER_KEY_PREVIOUS"], message: "is only used beside MASTER_KEY, which is not set" })
  .refine(({ WORKER, DATABASE_URL }) => WORKER === "inline" || DATABASE_URL, { path: ["WORKER"], message: "\"separate\" needs DATABASE_URL: the embedded engine belongs to one process" });

/** Every variable there is; .env.example lists each of them. */
export const VARIABLES: readonly string[] = Object.keys(Schema.shape);

export interface Config {
  readonly environment: "development" | "test" | "production";
  readonly host: string;
  readonly port: number;
  readonly baseUrl: string;
  readonly dataDir: string;
  /** Absent: the embedded engine under dataDir. */
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  readonly redisUrl: string | undefined;
  readonly masterKey: { current?: string; previous?: string; file: string };
  readonly checkpointDir: string;
  readonly companyName: string;
  readonly supportAddress: string;
  readonly smtpUrl: string | undefined;
  readonly smtpIn: { port: number; host: string; domains: string[] };
  readonly imapUrl: string | undefined;
  readonly mailMaxBytes: number;
  readonly uploadMaxBytes: number;
  readonly trustProxy: string[];
  readonly sessionHours: number;
  readonly revealsPerHour: number;
  /** How long rows of the access log are kept (CNIL recommendation of 2021: 6 to 12 months, up to 36 with a documented need). */
  readonly accessLogMonths: number;
  readonly logLevel: string;
  readonly worker: "inline" | "separate";
  readonly serverTiming: boolean;
}

export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}; nothing was started:\n${problems.map((p) => `  - ${p}`).join("\n")}\nSee .env.example for each variable.`);
    this.name = "ConfigError";
  }
}

/** Reads and checks the configuration. Throws ConfigError naming every wrong variable at once, each with its first problem. */
export const readConfig = (env: Readonly<Record<string, string | undefined>> = process.env): Config => {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Schema.safeParse(present);
  if (!parsed.success) {
    const first = new Map([...parsed.error.issues].reverse().map((issue) => [issue.path.join("."), issue.message]));
    throw new ConfigError([...first].reverse().map(([variable, problem]) => `${variable}: ${problem}`));
  }
  const e = parsed.data;
  const dataDir = path.resolve(e.DATA_DIR);
  return {
    environment: e.NODE_ENV, host: e.HOST, port: e.PORT,
    baseUrl: (e.BASE_URL ?? `http://localhost:${e.PORT}`).replace(/\/+$/, ""),
    dataDir, databaseUrl: e.DATABASE_URL, databasePool: e.DATABASE_POOL, redisUrl: e.REDIS_URL,
    masterKey: { current: e.MASTER_KEY, previous: e.MASTER_KEY_PREVIOUS, file: e.MASTER_KEY_FILE ?? path.join(dataDir, "keys", "master.key") },
    checkpointDir: path.resolve(e.CHECKPOINT_DIR ?? path.join(dataDir, "checkpoints")),
    companyName: e.COMPANY_NAME, supportAddress: e.SUPPORT_ADDRESS.toLowerCase(),
    smtpUrl: e.SMTP_URL, smtpIn: { port: e.SMTP_IN_PORT, host: e.SMTP_IN_HOST, domains: e.SMTP_IN_DOMAINS }, imapUrl: e.IMAP_URL,
    mailMaxBytes: e.MAIL_MAX_BYTES, uploadMaxBytes: e.UPLOAD_MAX_BYTES, trustProxy: e.TRUST_PROXY,
    sessionHours: e.SESSION_HOURS, revealsPerHour: e.REVEALS_PER_HOUR,
    accessLogMonths: e.ACCESS_LOG_MONTHS, logLevel: e.LOG_LEVEL, worker: e.WORKER, serverTiming: e.SERVER_TIMING,
  };
};

/** Reads a `.env` file into the environment where a variable is not set already. A missing file is fine. */
export const loadEnvFile = (file = ".env"): void => {
  try { readFileSync(file); } catch { return; }
  process.loadEnvFile(file);
};
