import { compose } from "./app";
import { startBackground } from "./background";
import { ConfigError, loadEnvFile, readConfig } from "./platform/config";
import { createLog } from "./platform/log";

/** A process that answers no requests: jobs, mail and the access log's tree, beside web processes with WORKER=separate. */
const main = async (): Promise<void> => {
  loadEnvFile();
  const config = readConfig();
  if (!config.databaseUrl) throw new ConfigError(["DATABASE_URL: a separate worker needs a database server; the embedded engine belongs to the program that serves, which does this work itself"]);
  const program = await compose({ config, log: createLog(config.logLevel) });
  const background = await startBackground(program).catch(async (error: unknown) => { await program.close(); throw error; });
  process.stdout.write("Diskret works in the background.\n");
  const stop = async (): Promise<void> => { await background.stop(); await program.close(); process.exit(0); };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void stop(); });
};

const EXPECTED = ["ConfigError", "DatabaseUnreachable", "DataDirBusy", "DataDirUnusable", "RedisUnreachable", "SchemaTooNew", "UnknownMasterKey", "MasterKeyMissing"];

main().catch((error: unknown) => {
  const { name, message, stack } = error as Error;
  process.stderr.write(EXPECTED.includes(name) ? `${message}\n` : `Diskret did not start.\n${stack ?? name}\n`);
  process.exit(1);
});
