import { now } from "./platform/clock";
import { ConfigError, loadEnvFile, readConfig } from "./platform/config";
import { verifyCommand } from "./privacy";

/** `npm run log:verify`: checks the access log, beside a serving program or on a restored dump. */
const main = async (): Promise<number> => {
  loadEnvFile();
  try {
    return await verifyCommand(process.argv.slice(2), { config: readConfig(), now: now(), print: (text) => { process.stdout.write(text); } });
  } catch (error) {
    process.stderr.write(`Could not check: ${error instanceof ConfigError ? error.message : "an unexpected error."}\n`);
    return 2;
  }
};

void main().then((code) => { process.exitCode = code; });
