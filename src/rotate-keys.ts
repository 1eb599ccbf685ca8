import { existsSync } from "node:fs";
import path from "node:path";
import { ENTITIES } from "./entities";
import { MIGRATIONS } from "../migrations";
import { ConfigError, loadEnvFile, readConfig, type Config } from "./platform/config";
import { openDatabase } from "./platform/database";
import { rotateMasterKey } from "./privacy";

const print = (text: string): void => { process.stdout.write(text); };

/** Keys from the environment are changed there first: the program must know both before anything is re-wrapped. */
const refuseHalfAnEnvironment = ({ masterKey }: Config): void => {
  if (masterKey.current && !masterKey.previous) {
    throw new ConfigError(["MASTER_KEY_PREVIOUS: not set. Make a new key (openssl rand -base64 32), set it as MASTER_KEY and the old one as MASTER_KEY_PREVIOUS, start every process again with both, and run this again"]);
  }
};

/** A mistyped folder is told, not filled with an empty database. */
const refuseEmptyFolder = ({ databaseUrl, dataDir }: Config): void => {
  if (!databaseUrl && !existsSync(path.join(dataDir, "postgres"))) throw new ConfigError([`DATA_DIR: there is no database in ${dataDir}`]);
};

/** `npm run keys:rotate`: beside a serving program or alone. Interrupted at any point it can be run again. */
const main = async (): Promise<boolean> => {
  loadEnvFile();
  const config = readConfig();
  refuseHalfAnEnvironment(config);
  refuseEmptyFolder(config);
  const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, pool: 2, entities: ENTITIES, migrations: MIGRATIONS, join: true, migrate: false });
  try {
    return await rotateMasterKey({ database, source: config.masterKey, print });
  } finally { await database.close(); }
};

const EXPECTED = ["ConfigError", "DatabaseUnreachable", "DataDirBusy", "DataDirUnusable", "UnknownMasterKey", "MasterKeyMissing"];

main().then((done) => { process.exitCode = done ? 0 : 1; }, (error: unknown) => {
  const { name, message } = error as Error;
  process.stderr.write(EXPECTED.includes(name) ? `${message}\n` : `The master key was not rotated to the end; nothing is lost, and this can be run again. (${name})\n`);
  process.exitCode = 1;
});
