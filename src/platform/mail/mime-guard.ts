/**
 * A look at the shape of a message before anything parses it. Linear in its size and bounded in memory: it follows the
 * boundaries line by line, counts, and gives up as soon as a limit is passed. It reads the root header block on the way.
 */
import { setImmediate as nextTurn } from "node:timers/promises";

export interface MailLimits {
  maxBytes: number;
  maxDepth: number;
  maxParts: number;
  maxHeaderBytes: number;
  maxHeaders: number;
  /** One unfolded header field. Decoding long fields is the slow part of every mail parser. */
  maxFieldBytes: number;
  /** All text and HTML bodies together, still encoded. Attached files do not count. */
  maxTextBytes: number;
  /** HTML (without styles and comments) beyond this many characters is kept as the original but not turned into text. */
  maxHtmlChars: number;
  /** Wall clock for the whole parse, in milliseconds. */
  budgetMs: number;
}

export const defaultMailLimits: MailLimits = {
  maxBytes: 40 * 1024 * 1024, maxDepth: 20, maxParts: 500, maxHeaderBytes: 256 * 1024, maxHeaders: 1000,
  maxFieldBytes: 64 * 1024, maxTextBytes: 4 * 1024 * 1024, maxHtmlChars: 400_000, budgetMs: 20_000,
};

export type UnreadableReason = "too-large" | "too-deep" | "too-many-parts" | "too-many-headers" | "unparsable" | "no-sender";

export interface Unreadable {
  unreadable: true;
  reason: UnreadableReason;
  /** What was found, in fixed words and numbers; never text from the mail. */
  detail?: string;
}

export const unreadable = (reason: UnreadableReason, detail?: string): Unreadable =>
  (detail === undefined ? { unreadable: true, reason } : { unreadable: true, reason, detail });

/** A raw field of the root header: name in lower case, value unfolded and still encoded. */
export interface HeaderField { name: string; value: string }

export interface MailShape {
  headers: HeaderField[];
  /** An HTML part stands beside a plain part instead of being its alternative, so both hold text of their own. */
  htmlBesideText: boolean;
}

class LimitPassed extends Error {
  constructor(readonly verdict: Unreadable) { super(verdict.reason); }
}

interface Level { boundary: Buffer; alternative: boolean }
interface Block { fields: HeaderField[]; end: number }

const LF = 10;
const CANDIDATES_PER_TURN = 20_000;
const OTHER_PARTS_HEADER_FACTOR = 4;

class Scan {
  readonly levels: Level[] = [];
  parts = 1;
  headerBytes = 0;
  plain = 0;
  htmlOutsideAlternative = 0;
  private textBytes = 0;
  private textFrom = -1;

  constructor(readonly raw: Buffer, readonly limits: MailLimits) {}

  /** Reads one header block. The root has its own limit; the blocks of all parts together have a multiple of it. */
  block(start: number): Block {
    const { raw, limits } = this;
    const lines: { at: number; end: number }[] = [];
    let at = start;
    while (at < raw.length) {
      const lf = raw.indexOf(LF, at);
      const next = lf < 0 ? raw.length : lf + 1;
      this.checkHeaderBytes(next - start);
      if (next - at <= 2 && (raw[at] === LF || (raw[at] === 13 && raw[at + 1] === LF))) { at = next; break; }
      if (this.levelOf(at) >= 0) break;
      const folded = raw[at] === 32 || raw[at] === 9;
      const last = lines[lines.length - 1];
      if (folded && last) last.end = next;
      else lines.push({ at, end: next });
      if (lines.length > limits.maxHeaders) throw new LimitPassed(unreadable("too-many-headers", `more than ${limits.maxHeaders} fields`));
      at = next;
    }
    this.headerBytes += at - start;
    return { fields: lines.map((line) => this.field(line.at, line.end)), end: at };
  }

  private checkHeaderBytes(size: number): void {
    const { maxHeaderBytes } = this.limits;
    if (size <= maxHeaderBytes && this.headerBytes + size <= maxHeaderBytes * OTHER_PARTS_HEADER_FACTOR) return;
    throw new LimitPassed(unreadable("too-many-headers", `more than ${maxHeaderBytes} bytes`));
  }

  private field(at: number, end: number): HeaderField {
    if (end - at > this.limits.maxFieldBytes) throw new LimitPassed(unreadable("too-many-headers", `a field of more than ${this.limits.maxFieldBytes} bytes`));
    const text = this.raw.toString("utf8", at, end);
    const colon = text.indexOf(":");
    if (colon < 0) return { name: "", value: "" };
    return { name: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1).replace(/[\r\n\0]+/g, " ").trim() };
  }

  /** Index of the open boundary whose delimiter line starts at `at`, deepest first; -1 for any other line. */
  levelOf(at: number): number {
    if (this.raw[at] !== 45 || this.raw[at + 1] !== 45) return -1;
    for (let level = this.levels.length - 1; level >= 0; level -= 1) {
      const { boundary } = this.levels[level]!;
      const after = at + 2 + boundary.length;
      if (this.raw[at + 2] === boundary[0] && this.raw.compare(boundary, 0, boundary.length, at + 2, Math.min(after, this.raw.length)) === 0 && this.endsLine(after)) return level;
    }
    return -1;
  }

  /** Only "--" and white space may follow a boundary (bounded look-ahead). */
  private endsLine(after: number): boolean {
    let at = this.closes(after) ? after + 2 : after;
    const bound = at + 80;
    while (at < bound && (this.raw[at] === 32 || this.raw[at] === 9 || this.raw[at] === 13)) at += 1;
    return at >= this.raw.length || this.raw[at] === LF;
  }

  closes(after: number): boolean { return this.raw[after] === 45 && this.raw[after + 1] === 45; }

  /** A part ends here: if it was text, its size counts. */
  leave(at: number): void {
    if (this.textFrom < 0) return;
    this.textBytes += at - this.textFrom;
    this.textFrom = -1;
    if (this.textBytes > this.limits.maxTextBytes) throw new LimitPassed(unreadable("too-large", `more than ${this.limits.maxTextBytes} bytes of text`));
  }

  /** Takes note of a part by its header: opens a level for a multipart, counts text. `at` is where its body begins. */
  enter(fields: HeaderField[], at: number): void {
    const contentType = fields.findLast((field) => field.name === "content-type")?.value ?? "text/plain";
    const type = contentType.slice(0, 100).split(";")[0]!.trim().toLowerCase();
    const alternative = this.levels.some((level) => level.alternative);
    if (type.startsWith("multipart/")) {
      const found = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType.slice(0, 4096));
      const boundary = (found?.[1] ?? found?.[2] ?? "").trimEnd();
      if (boundary === "") { this.textFrom = at; return; }
      this.levels.push({ boundary: Buffer.from(boundary), alternative: alternative || type === "multipart/alternative" });
      if (this.levels.length > this.limits.maxDepth) throw new LimitPassed(unreadable("too-deep", `more than ${this.limits.maxDepth} levels`));
      return;
    }
    if (fields.some((field) => field.name === "content-disposition" && /^attachment/i.test(field.value))) return;
    if (["text/plain", "text/html", "message/delivery-status"].includes(type)) this.textFrom = at;
    if (type === "text/plain") this.plain += 1;
    if (type === "text/html" && !alternative) this.htmlOutsideAlternative += 1;
  }
}

/** Walks the delimiter lines of a message. Yields to the event loop now and then, so that a hostile one stops nobody else. */
const walk = async (scan: Scan, start: number): Promise<void> => {
  const { raw, limits } = scan;
  let at = start;
  for (let candidates = 1; scan.levels.length > 0; candidates += 1) {
    if (candidates % CANDIDATES_PER_TURN === 0) await nextTurn();
    const lf = raw.indexOf("\n--", at - 1);
    if (lf < 0) return;
    const line = lf + 1;
    const level = scan.levelOf(line);
    at = line + 2;
    if (level < 0) continue;
    scan.leave(line);
    const after = at + scan.levels[level]!.boundary.length;
    if (scan.closes(after)) { scan.levels.length = level; at = after; continue; }
    scan.levels.length = level + 1;
    scan.parts += 1;
    if (scan.parts > limits.maxParts) throw new LimitPassed(unreadable("too-many-parts", `more than ${limits.maxParts} parts`));
    const eol = raw.indexOf(LF, after);
    if (eol < 0) return;
    const block = scan.block(eol + 1);
    scan.enter(block.fields, block.end);
    at = block.end;
  }
};

/** Measures a message against the limits. Returns its shape, or why it must not be parsed. */
export const scanMime = async (raw: Buffer, limits: MailLimits): Promise<MailShape | Unreadable> => {
  if (raw.length > limits.maxBytes) return unreadable("too-large", `more than ${limits.maxBytes} bytes`);
  const scan = new Scan(raw, limits);
  try {
    const root = scan.block(0);
    scan.enter(root.fields, root.end);
    await walk(scan, Math.max(1, root.end));
    scan.leave(raw.length);
    return { headers: root.fields, htmlBesideText: scan.htmlOutsideAlternative > 0 && scan.plain > 0 };
  } catch (error) {
    if (error instanceof LimitPassed) return error.verdict;
    throw error;
  }
};
