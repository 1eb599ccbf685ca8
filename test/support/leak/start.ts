import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startServer, type RunningServer } from "../../../src/serve";
import { readConfig } from "../../../src/platform/config";
import { createLog } from "../../../src/platform/log";
import { houseOf, setHouse, type PageFrame } from "../../../src/platform/http";
import { provide } from "../../../src/platform/services";
import { MAIL_TRANSPORT } from "../../../src/helpdesk/mail/transport";
import type { House } from "../../../src/platform/http";
import type { Request } from "express";
import type { Viewer } from "../../../src/privacy";
import { startTestEngine } from "../engine";
import type { TestProgram } from "../program";

export interface Rendered { readonly template: string; readonly model: object; readonly page: PageFrame }
/** The program as it is served, with everything it wrote, rendered and sent. */
export interface Served extends TestProgram {
  readonly port: number;
  readonly rendered: Rendered[];
  readonly sent: object[];
}

const UNLIMITED = { perAccountAndNetwork: 1e6, perNetwork: 1e6, perDevice: 1e6, asks: 1e6, patience: 1e6 };

/** Models are kept one per shape: the same template with the same places filled tells nothing new. */
const recorder = (rendered: Rendered[]) => {
  const seen = new Set<string>();
  const shape = (value: unknown, depth = 0): string => {
    if (Array.isArray(value)) return `[${[...new Set(value.map((item) => shape(item, depth + 1)))].sort().join("|")}]`;
    if (value === null || typeof value !== "object" || value instanceof Date || depth > 6) return value === null || value === undefined || value === "" || value === false ? "-" : "+";
    return `{${Object.entries(value).map(([name, inner]) => `${name}:${shape(inner, depth + 1)}`).sort().join()}}`;
  };
  return (template: string, model: object, page: PageFrame): void => {
    const key = `${template} ${shape(model)}`;
    if (seen.has(key)) return;
    seen.add(key);
    rendered.push({ template, model, page });
  };
};

/** Starts the whole server over a database of its own, through the same door as in production. */
export const serve = async (): Promise<Served> => {
  const engine = await startTestEngine();
  const dataDir = mkdtempSync(path.join(tmpdir(), "diskret-leak-"));
  const config = readConfig({
    NODE_ENV: "test", DATA_DIR: dataDir, BASE_URL: "http://127.0.0.1", MASTER_KEY: Buffer.alloc(32, 7).toString("base64"), PORT: "0", SMTP_IN_PORT: "0", LOG_LEVEL: "debug",
    COMPANY_NAME: "Nordlicht Versand", SUPPORT_ADDRESS: "support@nordlicht.example", REVEALS_PER_HOUR: "1000", ...(engine.url ? { DATABASE_URL: engine.url } : {}),
  });
  const logLines: string[] = [];
  const server: RunningServer = await startServer({
    config, log: createLog(config.logLevel, { write: (line: string) => { logLines.push(line); } }), socketDir: engine.socketDir,
    identity: { passwordCost: { log2N: 8, r: 8, p: 1 }, attemptLimits: UNLIMITED },
  });
  const { program } = server;
  const rendered: Rendered[] = [];
  const sent: object[] = [];
  provide(program.database.source, MAIL_TRANSPORT, { send: async (message) => { sent.push(message); return { accepted: true, permanent: false }; }, close: () => undefined });
  const house = houseOf({ app: program.app } as unknown as Request) as House<Viewer>;
  const note = recorder(rendered);
  setHouse(program.app, { ...house, views: { ...house.views, render: (template: string, model: object, page: PageFrame) => { note(template, model, page); return house.views.render(template, model, page); } } });
  return {
    ...program, dataDir, logLines, rendered, sent, port: server.port,
    stop: async () => { await server.close(); await engine.stop(); rmSync(dataDir, { recursive: true, force: true }); },
  };
};
