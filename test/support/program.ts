import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { compose, type ComposeOptions, type Program } from "../../src/app";
import { readConfig, type Config } from "../../src/platform/config";
import { createLog } from "../../src/platform/log";
import { startTestEngine } from "./engine";

/** The whole program over a database of its own, with everything it wrote to its log. */
export interface TestProgram extends Program {
  readonly dataDir: string;
  readonly logLines: string[];
  stop(): Promise<void>;
}

/** Hashes that cost little: what they protect here is nothing. */
const CHEAP = { log2N: 8, r: 8, p: 1 };

export const startProgram = async (overrides: Partial<Record<string, string>> = {}, options: Partial<Pick<ComposeOptions, "demo" | "identity">> & { work?: boolean } = {}): Promise<TestProgram> => {
  const engine = await startTestEngine();
  const dataDir = mkdtempSync(path.join(tmpdir(), "diskret-test-"));
  const config: Config = readConfig({
    NODE_ENV: "test", DATA_DIR: dataDir, BASE_URL: "http://127.0.0.1", MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
    SMTP_IN_PORT: "0", PORT: "0", LOG_LEVEL: "info", COMPANY_NAME: "Nordlicht Versand", SUPPORT_ADDRESS: "support@nordlicht.example", ...(engine.url ? { DATABASE_URL: engine.url } : {}), ...overrides,
  });
  const logLines: string[] = [];
  const log = createLog(config.logLevel, { write: (line: string) => { logLines.push(line); } });
  const program = await compose({ config, log, socketDir: engine.socketDir, demo: options.demo, identity: { passwordCost: CHEAP, ...options.identity } });
  if (options.work !== false) await program.jobs.work();
  return {
    ...program, dataDir, logLines,
    stop: async () => { await program.close(); await engine.stop(); rmSync(dataDir, { recursive: true, force: true }); },
  };
};
