import { isIPv4, isIPv6 } from "node:net";
import { isDigit, isLetter } from "./characters";
import type { Scan } from "./scan";
import type { Span } from "./span";

const LOCAL_CAP = 64, DOMAIN_CAP = 255;
const LOCAL_SIGNS = new Set([..."._%+-'!#$&*/=?^{|}~"].map((sign) => sign.charCodeAt(0)));

const isLocal = (code: number): boolean => isLetter(code) || isDigit(code) || LOCAL_SIGNS.has(code);
const isDomain = (code: number): boolean => isLetter(code) || isDigit(code) || code === 45 || code === 46;

const localStart = (text: string, at: number): number => {
  let start = at;
  while (start > 0 && at - start < LOCAL_CAP && isLocal(text.charCodeAt(start - 1))) start--;
  while (start < at && !isLetter(text.charCodeAt(start)) && !isDigit(text.charCodeAt(start))) start++;
  return start;
};

const domainEnd = (text: string, at: number): number => {
  let end = at;
  while (end < text.length && end - at < DOMAIN_CAP && isDomain(text.charCodeAt(end))) end++;
  while (end > at && !isLetter(text.charCodeAt(end - 1)) && !isDigit(text.charCodeAt(end - 1))) end--;
  return end;
};

/** Around every "@": also "max @ web.de", a handle "@maxmuster", a dot that was forgotten. */
export const emails = ({ text }: Scan): Span[] => {
  const found: Span[] = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const spaceBefore = text[at - 1] === " " && text[at + 1] === " " ? 1 : 0;
    const start = localStart(text, at - spaceBefore);
    const end = domainEnd(text, at + 1 + spaceBefore);
    const hasLocal = start < at - spaceBefore, hasDomain = end > at + 1 + spaceBefore;
    if (!hasDomain || (spaceBefore > 0 && !(hasLocal && text.slice(at, end).includes(".")))) continue;
    if (!hasLocal && end - at < 4) continue;
    const span = { start: hasLocal ? start : at, end, source: "structure" as const };
    found.push(hasLocal ? { ...span, category: "email", confidence: 1, kind: "email" } : { ...span, category: "onlineIdentifier", confidence: 0.6, kind: "handle" });
  }
  return found;
};

const AT_WORDS = new Set(["at", "ät", "aet", "klammeraffe"]);
const OPENING = /[([{<]\s?$/;
const DOMAIN_AFTER = /^ ?[)\]}>]? ?[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,3}? ?(?:\.|[([{]? ?(?:dot|punkt) ?[)\]}]?) ?\p{L}{2,10}/iu;

/** "look at amazon.de" is no address, "anna at web dot de" and "anna77 at web.de" are. */
const isSpelledOut = (domain: string, before: string): boolean => / (?:dot|punkt) /i.test(domain) || /\d $/.test(before);

/** How far left of "at" the spelled local part can begin: two words joined by "dot" and the like. */
const spelledStart = (text: string, at: number): number => {
  const before = text.slice(Math.max(0, at - 80), at);
  const local = /[\p{L}\d._+-]{1,64}(?: (?:punkt|dot|unterstrich|underscore|minus) [\p{L}\d._+-]{1,40})?$/iu.exec(before.replace(/[([{<]? ?$/, (tail) => " ".repeat(tail.length)).trimEnd());
  return local ? Math.max(0, at - 80) + local.index : at;
};

/** "name (at) web.de", "name at web dot de", "name ät gmx punkt net". */
export const spelledEmails = ({ text, words, effort }: Scan): Span[] => {
  const found: Span[] = [];
  for (const word of words) {
    if (!AT_WORDS.has(word.lower)) continue;
    effort.spend(4);
    const domain = DOMAIN_AFTER.exec(text.slice(word.end, word.end + 120));
    const bracketed = OPENING.test(text.slice(Math.max(0, word.start - 2), word.start));
    if (!domain || text[word.end + domain[0].length] === "@" || (!bracketed && !isSpelledOut(domain[0], text.slice(word.start - 2, word.start))) || (!bracketed && !/[\p{L}\d] $/u.test(text.slice(Math.max(0, word.start - 2), word.start)))) continue;
    const start = spelledStart(text, word.start);
    if (start < word.start) found.push({ start, end: word.end + domain[0].length, category: "email", source: "structure", confidence: 0.8, kind: "email" });
  }
  return found;
};

const HEXADECIMAL = /(?<![\p{L}\d:.])[0-9a-f:]{2,45}(?:(?:\.\d{1,3}){3})?(?![\p{L}\d:])/giu;
const DOTTED = /(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d]|\.\d)/g;
const HARDWARE = /(?<![\p{L}\d:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![\p{L}\d:-])/giu;
const DEVICE = /(?<![\p{L}\d])(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{16,64})(?![\p{L}\d])/giu;
const VERSION_BEFORE = /(?:version|release|firmware|build|\bv) ?$/i;

const online = (match: RegExpMatchArray, kind: string): Span =>
  ({ start: match.index ?? 0, end: (match.index ?? 0) + match[0].length, category: "onlineIdentifier", source: "structure", confidence: 0.95, kind });

/** IP and hardware addresses, device and session identifiers. */
export const networkIdentifiers = ({ text }: Scan): Span[] => {
  const found: Span[] = [];
  for (const match of text.matchAll(DOTTED)) {
    const isVersion = VERSION_BEFORE.test(text.slice(Math.max(0, match.index - 10), match.index));
    if (isIPv4(match[0]) && !isVersion) found.push(online(match, "ipv4"));
  }
  if (text.includes(":")) {
    for (const match of text.matchAll(HEXADECIMAL)) if (isRealIPv6(match[0])) found.push(online(match, "ipv6"));
  }
  if (/[\da-f][:-][\da-f]/i.test(text)) for (const match of text.matchAll(HARDWARE)) found.push(online(match, "mac"));
  if (/[\da-f]{8}/i.test(text)) for (const match of text.matchAll(DEVICE)) if (/\d/.test(match[0]) && /[a-f]/i.test(match[0])) found.push(online(match, "device"));
  return found;
};

/** "a::b" in a line of code is a valid address too: a real one has figures and some length. */
const isRealIPv6 = (text: string): boolean => text.length >= 7 && /\d/.test(text) && text.includes(":") && isIPv6(text);
