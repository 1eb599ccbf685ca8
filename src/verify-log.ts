import { now } from "./platform/clock";
import { ConfigError, loadEnvFile, readConfig } from "./platform/config";
import { verifyEvidenceCommand } from "./governance";
import { verifyCommand } from "./privacy";

/** `npm run log:verify`: checks the access log and the evidence of papers, beside a serving program or on a restored dump. */
const main = async (): Promise<number> => {
  loadEnvFile();
  try {
    const config = readConfig();
    const print = (text: string): void => { process.stdout.write(text); };
    const log = await verifyCommand(process.argv.slice(2), { config, now: now(), print });
    return log === 2 || process.argv.includes("--help") || process.argv.includes("-h") ? log : Math.max(log, await verifyEvidenceCommand({ config, print }));
  } catch (error) {
    process.stderr.write(`Could not check: ${error instanceof ConfigError ? error.message : "an unexpected error."}\n`);
    return 2;
  }
};

void main().then((code) => { process.exitCode = code; });
