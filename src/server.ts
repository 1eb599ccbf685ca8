import { contentsOf } from "./demo";
import { startServer } from "./serve";
import { ConfigError, loadEnvFile, readConfig } from "./platform/config";
import { createLog } from "./platform/log";

/** The real thing: configuration from the environment, and a plain sentence when something is missing. */
const main = async (): Promise<void> => {
  loadEnvFile();
  const config = readConfig();
  const server = await startServer({ config, log: createLog(config.logLevel) });
  if (await contentsOf(server.program.run) === "sample") {
    await server.close();
    throw Object.assign(new Error("DATA_DIR: this folder holds the sample company of the demo, whose password everybody knows. Nothing was changed. Set DATA_DIR to another folder, or run: npm run demo"), { name: "ConfigError" });
  }
  process.stdout.write(`Diskret serves at ${config.baseUrl} (listening on ${config.host}:${server.port}).\n`);
  const link = await server.firstAdministratorLink();
  if (link) process.stdout.write(`\nThere are no people yet. Open this link once, within 24 hours, to create the first administrator:\n  ${config.baseUrl}${link}\n\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => process.exit(0)); });
};

main().catch((error: unknown) => {
  const known = error instanceof ConfigError || ["DatabaseUnreachable", "DataDirBusy", "DataDirUnusable", "RedisUnreachable", "SchemaTooNew", "UnknownMasterKey", "MasterKeyMissing"].includes((error as Error)?.name);
  process.stderr.write(known ? `${(error as Error).message}\n` : `Diskret did not start.\n${(error as Error)?.stack ?? String(error)}\n`);
  process.exit(1);
});
