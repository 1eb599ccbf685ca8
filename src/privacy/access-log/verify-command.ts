import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { openDatabase, type Database } from "../../platform/database";
import type { Config } from "../../platform/config";
import { VERIFIER_FILE } from "./checkpoint-files";
import { NoteError, decodeVerifier } from "./note";
import { verifyLog, type Verification } from "./verify";
import type { Trusted } from "./verify-checkpoints";

const USAGE = `Checks the access log against its signed checkpoints.

  npm run log:verify -- [--checkpoints FOLDER] [--key FILE] [--months N]

  --checkpoints  the folder with the exported checkpoints that you trust (default: CHECKPOINT_DIR)
  --key          the file with the key that they are signed with (default: log.vkey in that folder)
  --months       how long rows are kept at least; rows that were removed sooner are found (default: ACCESS_LOG_MONTHS)

The database is that of DATABASE_URL, or the embedded one in DATA_DIR; it may be a restored dump, and reading is enough.
Whoever checks from outside keeps an own copy of both, and passes it. Exit code 0: nothing found. 1: something found. 2: could not check.
`;

/** Why nothing could be checked; printed as it is. */
class CannotCheck extends Error {}

export interface CommandSurroundings { readonly config: Pick<Config, "databaseUrl" | "dataDir" | "checkpointDir" | "accessLogMonths">; readonly now: Date; print(text: string): void }

/** Runs `npm run log:verify`; the answer is the exit code. */
export const verifyCommand = async (argv: readonly string[], { config, now, print }: CommandSurroundings): Promise<0 | 1 | 2> => {
  try {
    const { values } = readArguments(argv);
    if (values.help) { print(USAGE); return 0; }
    const dir = path.resolve(values.checkpoints ?? config.checkpointDir);
    const trusted: Trusted = { dir, verifier: readVerifier(path.resolve(values.key ?? path.join(dir, VERIFIER_FILE))) };
    const verification = await withDatabase(config, (database) => verifyLog(database, { ...trusted, keptMonths: monthsIn(values.months) ?? config.accessLogMonths }, now));
    print(reportOf(verification));
    return verification.findings.count === 0 ? 0 : 1;
  } catch (error) {
    print(`Could not check: ${reasonOf(error)}\n`);
    return 2;
  }
};

const readArguments = (argv: readonly string[]) => {
  try {
    return parseArgs({ args: [...argv], strict: true, options: { checkpoints: { type: "string" }, key: { type: "string" }, months: { type: "string" }, help: { type: "boolean", short: "h" } } });
  } catch {
    throw new CannotCheck(`an option is not known.\n\n${USAGE}`);
  }
};

const monthsIn = (typed: string | undefined): number | null => {
  if (typed === undefined) return null;
  if (!/^[1-9]\d{0,2}$/.test(typed)) throw new CannotCheck("--months is a whole number from 1 to 999.");
  return Number(typed);
};

const readVerifier = (file: string): Trusted["verifier"] => {
  if (!existsSync(file)) throw new CannotCheck(`there is no key at ${file}. The program writes it with its first checkpoint; pass another with --key.`);
  try {
    return decodeVerifier(readFileSync(file, "utf8").trim());
  } catch (error) {
    throw error instanceof NoteError ? new CannotCheck(`the key at ${file} is not readable: ${error.message}.`) : error;
  }
};

/** Beside a serving program or alone; never makes or migrates a database. */
const withDatabase = async <T>({ databaseUrl, dataDir }: CommandSurroundings["config"], work: (database: Database) => Promise<T>): Promise<T> => {
  if (!databaseUrl && !existsSync(path.join(dataDir, "postgres"))) throw new CannotCheck(`there is no database in ${dataDir}. Set DATABASE_URL or DATA_DIR.`);
  const database = await openDatabase({ url: databaseUrl, dataDir, pool: 2, entities: [], migrations: [], join: true, migrate: false });
  try { return await work(database); } finally { await database.close(); }
};

/** Messages of drivers may quote values; their codes do not. */
const reasonOf = (error: unknown): string => {
  if (error instanceof CannotCheck || (error instanceof Error && error.name === "DatabaseUnreachable")) return error.message;
  const { code, syscall, path: file } = error as { code?: string; syscall?: string; path?: string };
  if (syscall && file) return `${file} cannot be read (${code ?? "no code"}).`;
  if (code === "42P01" || code === "42703") return "the database is not one of this version: a table or column of the access log is missing.";
  if (code === "42501") return "the database user may not read the tables of the access log.";
  return `the database did not answer as expected (${code ?? (error instanceof Error ? error.name : "unknown")}).`;
};

const count = (n: number): string => n.toLocaleString("en");

/** What is printed: the extent, what retention has removed, each finding in a line, the result. */
export const reportOf = (found: Verification): string => {
  const lines = [`Access log: ${count(found.rows)} rows, ${count(found.leaves)} leaves, ${count(found.checkpoints)} genuine checkpoints${found.newest ? `, the newest is ${found.newest}` : ""}.`];
  if (found.fresh > 0) lines.push(`${count(found.fresh)} rows of the last minutes wait for their leaf.`);
  for (const { first, last, at, reason } of found.segments) lines.push(`Removed by retention on ${at.toISOString()}: leaves ${first} to ${last} (${reason}).`);
  for (const { text } of found.findings.list) lines.push(`! ${text}`);
  if (found.findings.more > 0) lines.push(`! … and ${count(found.findings.more)} more.`);
  if (found.consequences > 0) lines.push(`${count(found.consequences)} later checkpoints fail in consequence.`);
  lines.push(found.findings.count === 0 ? "Nothing was changed, removed or inserted." : `${count(found.findings.count)} problem${found.findings.count === 1 ? "" : "s"} found.`);
  return `${lines.join("\n")}\n`;
};
