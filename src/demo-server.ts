import { createServer } from "node:net";
import { compose } from "./app";
import { contentsOf, generateCompany, loadCompany, SHOP_DOMAIN, welcome } from "./demo";
import { createPasswords } from "./identity";
import { now } from "./platform/clock";
import { ConfigError, loadEnvFile, readConfig, type Config } from "./platform/config";
import { createLog, type Log } from "./platform/log";
import { startServer } from "./serve";

/** One password for everybody: this is a demonstration, and it stands on the console. */
const PASSWORD = "nordlicht demo 2026";
const SEED = 2026;
const say = (text: string): void => { process.stdout.write(text); };

/** One line that counts up; in a file, a line for each step. */
const progress = (loaded: number, total: number): void =>
  say(process.stdout.isTTY && loaded < total ? `  ${loaded} of ${total} tickets\r` : `  ${loaded} of ${total} tickets\n`);

/** Refusals that say what to do; everything else is a mistake of ours and shows where. */
const PLAIN = new Set(["ConfigError", "DataDirBusy", "DataDirUnusable", "SchemaTooNew", "UnknownMasterKey", "MasterKeyMissing"]);
const refused = (problem: string): Error => Object.assign(new Error(problem), { name: "ConfigError" });

/**
 * The demo stays on this machine whatever the environment says: the embedded database, no mail server, no mailbox.
 * Pages are kept once they are read, and a missing text shows its key instead of an error.
 */
const demoConfig = (config: Config): Config => ({
  ...config, environment: "production", companyName: "Nordlicht Versand GmbH", supportAddress: `kundenservice@${SHOP_DOMAIN}`,
  databaseUrl: undefined, redisUrl: undefined, smtpUrl: undefined, imapUrl: undefined, worker: "inline",
});

/** Before the first start spends its time: is the port ours to have? */
const refuseBusyPort = ({ port, host }: Config): Promise<void> => new Promise((resolve, reject) => {
  const probe = createServer();
  probe.once("error", ({ code }: NodeJS.ErrnoException) => {
    reject(refused(code === "EADDRINUSE" ? `PORT: another program already listens on ${host}:${port}. Nothing was started; stop it or set PORT.`
      : `HOST, PORT: this machine does not let the demo listen on ${host}:${port} (${code ?? "no code"}). Nothing was started; set another.`));
  });
  probe.listen(port, host, () => { probe.close(() => resolve()); });
});

/** Fills an empty data folder before anybody can look; leaves a filled one, and refuses one that is somebody's own. */
const prepare = async (config: Config, log: Log): Promise<void> => {
  const program = await compose({ config, log, demo: true });
  try {
    const contents = await contentsOf(program.run);
    if (contents === "other") throw refused(`DATA_DIR: ${config.dataDir} holds data that is not the demo's. Nothing was changed; set DATA_DIR to another folder.`);
    if (contents === "sample") return;
    say("The first start makes a sample company: staff, customers and 300 tickets.\n");
    const passwordHash = await createPasswords().hash(PASSWORD);
    await loadCompany(program.run, generateCompany({ now: now(), seed: SEED }), { passwordHash, progress });
  } finally {
    await program.close();
  }
};

const main = async (): Promise<void> => {
  loadEnvFile();
  const config = demoConfig(readConfig());
  const log = createLog(config.logLevel === "info" ? "warn" : config.logLevel);
  await refuseBusyPort(config);
  await prepare(config, log);
  const server = await startServer({ config, log, demo: true });
  say(welcome({ baseUrl: config.baseUrl, dataDir: config.dataDir, smtpPort: server.smtpPort, password: PASSWORD }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().catch(() => undefined).then(() => process.exit(0)); });
};

main().catch((error: unknown) => {
  const known = error instanceof ConfigError || PLAIN.has((error as Error)?.name);
  process.stderr.write(known ? `${(error as Error).message}\n` : `The demo did not start.\n${(error as Error)?.stack ?? String(error)}\n`);
  process.exit(1);
});
