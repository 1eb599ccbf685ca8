import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { readConfig, type Config } from "../../src/platform/config";
import { createLog } from "../../src/platform/log";
import { startServer, type RunningServer } from "../../src/serve";
import type { Place } from "../../src/privacy";
import { startTestEngine, serverUrl, type TestEngine } from "./engine";
import { givenIn, PASSWORD, type Given, type GivenAgent } from "./given";

const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const UNLIMITED = { perAccountAndNetwork: 1e6, perNetwork: 1e6, perDevice: 1e6, asks: 1e6, patience: 1e6 };
const MASTER_KEY = Buffer.alloc(32, 7).toString("base64");

/** A browser in front of the real server, and everything that went wrong in it. */
export interface Site {
  readonly baseUrl: string;
  readonly smtpPort: number;
  readonly given: Given;
  readonly config: Config;
  readonly program: RunningServer["program"];
  readonly logLines: string[];
  /** A window of its own, with cookies of its own; whoever is named has signed in. */
  open(agent?: GivenAgent | null, options?: BrowserContextOptions & { place?: Place }): Promise<Page>;
  /** What this test expects to go wrong: "409 POST /tickets/1/messages". */
  allow(...patterns: RegExp[]): void;
  /** Closes the windows of a test and fails it on any violation of the content policy, script error or failed request. */
  endTest(): Promise<void>;
  stop(): Promise<void>;
}

/** The address must be known before the start: it is part of the configuration. */
const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const probe = createServer().once("error", reject).listen(0, "127.0.0.1", () => {
    const { port } = probe.address() as AddressInfo;
    probe.close(() => resolve(port));
  });
});

const configFor = (engine: TestEngine | null, port: number, dataDir: string): Config => readConfig({
  NODE_ENV: "test", DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: String(port), BASE_URL: `http://127.0.0.1:${port}`, MASTER_KEY, SMTP_IN_PORT: "0", LOG_LEVEL: "info",
  COMPANY_NAME: "Nordlicht Versand", SUPPORT_ADDRESS: "support@nordlicht.example", ...(engine?.url ? { DATABASE_URL: engine.url } : {}),
});

/**
 * Starts the server over a database of its own and a browser in front of it. Mail goes to the demo outbox. `onDisk`: the
 * database lies in the data folder, as on a real machine, so that the tools of an operator find it.
 */
export const openSite = async ({ onDisk = false } = {}): Promise<Site> => {
  const engine = onDisk && !serverUrl() ? null : await startTestEngine();
  const dataDir = mkdtempSync(path.join(tmpdir(), "diskret-e2e-"));
  const config = configFor(engine, await freePort(), dataDir);
  const logLines: string[] = [];
  const server = await startServer({
    config, log: createLog(config.logLevel, { write: (line: string) => { logLines.push(line); } }), socketDir: engine?.socketDir, demo: true,
    identity: { passwordCost: { log2N: 8, r: 8, p: 1 }, attemptLimits: UNLIMITED },
  });
  const given = givenIn({ ...server.program, dataDir, logLines, stop: async () => undefined });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: ARGS });
  const watch = new Watch(config.baseUrl);
  return {
    baseUrl: config.baseUrl, smtpPort: server.smtpPort ?? 0, given, config, program: server.program, logLines,
    open: (agent, options) => openWindow(browser, watch, config.baseUrl, agent ?? null, options),
    allow: (...patterns) => watch.allow(...patterns),
    endTest: () => watch.end(),
    stop: async () => {
      await browser.close();
      await server.close();
      await engine?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

const openWindow = async (browser: Browser, watch: Watch, baseURL: string, agent: GivenAgent | null, { place, ...options }: BrowserContextOptions & { place?: Place } = {}): Promise<Page> => {
  const context = await browser.newContext({ baseURL, locale: "en-GB", timezoneId: "Europe/Berlin", reducedMotion: "reduce", viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  await watch.over(context);
  const page = await context.newPage();
  if (agent) await signIn(page, agent, place ?? agent.place);
  return page;
};

/** Signs in through the real form. */
export const signIn = async (page: Page, agent: Pick<GivenAgent, "email">, place: Place = "office"): Promise<void> => {
  await page.goto("/sign-in");
  await page.fill("[name=email]", agent.email);
  await page.fill("[name=password]", PASSWORD);
  await page.selectOption("[name=place]", place);
  await page.selectOption("[name=country]", "DE");
  await page.click("form[action='/sign-in'] [type=submit]");
  await page.waitForURL((url) => url.pathname !== "/sign-in");
};

const TELL_VIOLATIONS = "document.addEventListener('securitypolicyviolation', (event) => console.error('content policy: ' + event.violatedDirective + ' ' + event.blockedURI));";
/** Said beside every failed answer and every navigation that overtakes another; the answers themselves are counted. */
const ECHO = /^Failed to load resource: the server responded|WebSocket is closed before the connection is established/;

/** Collects what a person would not see: violations, script errors, failed requests. */
class Watch {
  private readonly contexts: BrowserContext[] = [];
  private allowed: RegExp[] = [];
  private problems: string[] = [];
  constructor(private readonly baseUrl: string) {}

  allow(...patterns: RegExp[]): void { this.allowed.push(...patterns); }

  async over(context: BrowserContext): Promise<void> {
    this.contexts.push(context);
    await context.addInitScript(TELL_VIOLATIONS);
    context.on("console", (message) => { if (message.type() === "error" && !ECHO.test(message.text())) this.problems.push(`console: ${message.text()}`); });
    context.on("weberror", (error) => { this.problems.push(`script: ${error.error().message}`); });
    context.on("requestfailed", (request) => { if (request.failure()?.errorText !== "net::ERR_ABORTED") this.problems.push(`request: ${request.method()} ${request.url()} ${request.failure()?.errorText}`); });
    context.on("dialog", (dialog) => { this.problems.push(`asked: ${dialog.message()}`); void dialog.dismiss().catch(() => undefined); });
    context.on("request", (request) => { if (!request.url().startsWith(this.baseUrl) && !request.url().startsWith("data:")) this.problems.push(`elsewhere: ${request.url()}`); });
    context.on("response", (response) => { if (response.status() >= 400) this.problems.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`); });
  }

  async end(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
    const problems = this.problems.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
    [this.problems, this.allowed] = [[], []];
    if (problems.length > 0) throw new Error(`In the browser:\n${problems.join("\n")}`);
  }
}

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const ALL_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page as it stands: one line per element, three elements per rule. */
export const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(AXE);
  // A colour on its way to another is none that anybody reads.
  await page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))).then(() => Promise.allSettled(document.getAnimations().map((one) => one.effect.getComputedTiming().iterations === Infinity || one.finished)))");
  return page.evaluate(`axe.run(document, { runOnly: { type: "tag", values: ${JSON.stringify(ALL_RULES)} }, resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => id + ": " + node.target.join(" ") + " " + node.failureSummary.split("\\n").slice(1).join(" ").trim())))`);
};

/** Elements that reach over the right edge, when the page scrolls sideways; else nothing. */
export const overflowing = (page: Page): Promise<string[]> => page.evaluate(`(() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 1).slice(0, 4).map((element) => element.tagName + "." + element.className + " " + Math.round(element.getBoundingClientRect().right) + " of " + width);
})()`);

/** Asks again until the answer is the wished one; a test that hopes for too long says what it got. */
export const eventually = async <T>(ask: () => Promise<T>, wished: (answer: T) => boolean, seconds = 15): Promise<T> => {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (wished(answer)) return answer;
    if (Date.now() > until) throw new Error(`Waited ${seconds} seconds; the last answer was ${JSON.stringify(answer)}.`);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
};
