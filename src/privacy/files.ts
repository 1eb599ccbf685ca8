import { append, type Action } from "./access-log/append";
import { CATEGORIES, type Category } from "./categories";
import { decide } from "./decide";
import { decode, effectiveSpans, envelopeOf, LARGEST_TEXT, NOBODY } from "./detect";
import { loadKeys, type SubjectKey } from "./keys/data-keys";
import { kernelOf } from "./kernel";
import type { About } from "./rules/rule";
import { decrypt, type Place, type Sealed } from "./sealed";
import { Forbidden, NotFound } from "../platform/faults";
import { isAgent, type Ctx, type Purpose } from "./viewer";

export interface FileRequest {
  readonly subject: string; readonly place: Place; readonly bytes: Buffer; readonly category: "attachment" | "correspondence";
  readonly about: About; readonly purpose: Purpose; readonly action: Action;
  /** For the original of a mail: the text of the same message, with its marked passages. */
  readonly text?: Sealed;
}

/**
 * Opens a file of a person for a viewer: decided under the category `attachment` (or `correspondence` for the
 * original of a mail), logged in the same transaction, and all or nothing, because a file has no partial form.
 * An original shows every passage that the text masks, so it opens only where each category it holds is clear.
 * Throws Forbidden with the same words whatever rule forbids it; NotFound when the person was erased.
 */
export const discloseFile = async (ctx: Ctx, file: FileRequest): Promise<Buffer> => {
  if (!isAgent(ctx.viewer)) throw new Forbidden();
  const key = (await loadKeys(ctx.db, kernelOf(ctx).master, [file.subject])).get(file.subject);
  if (!key?.key) throw new NotFound();
  if (!everyCategoryClear(ctx, file, key, [file.category])) throw new Forbidden("fileMasked");
  const clear = decrypt(key.key, file.place, file.subject, file.bytes);
  const held = file.category === "correspondence" ? categoriesOf(file, key.key, clear) : [];
  if (!everyCategoryClear(ctx, file, key, held)) throw new Forbidden("fileMasked");
  const forms = Object.fromEntries([file.category, ...held].map((category) => [category, "clear" as const]));
  await append(ctx, [{ action: file.action, subjects: [file.subject], ticket: file.about.number, forms, purpose: file.purpose, count: 1, detail: { surface: "file" } }]);
  return clear;
};

const everyCategoryClear = (ctx: Ctx, file: FileRequest, key: SubjectKey, categories: readonly Category[]): boolean => {
  const { viewer } = ctx;
  if (!isAgent(viewer)) return false;
  return categories.every((category) => decide(viewer.standing, category, {
    viewerId: viewer.id, purpose: file.purpose, surface: "ticket", about: file.about, subject: file.subject, restricted: key.restricted, policy: viewer.policy, now: ctx.now,
  }).form === "clear");
};

/** What every original holds: its sender signs it, and its programs repeat who wrote. */
const ALWAYS: readonly Category[] = ["name", "email"];

/**
 * The categories of an original: those of the message's text, where the known person helped to find them and people
 * have marked passages, and those found in the original itself, whose text can be another. Where either cannot be
 * known, every category there is.
 */
const categoriesOf = (file: FileRequest, key: Buffer, original: Buffer): readonly Category[] => {
  const visible = visibleText(original.toString("utf8"));
  if (!file.text || visible.length > LARGEST_TEXT) return CATEGORIES;
  const text = decode(decrypt(key, file.text.place, file.subject, file.text.toPostgres()).toString("utf8"));
  if (text.detector === "") return CATEGORIES;
  const spans = [...effectiveSpans(text), ...effectiveSpans(envelopeOf(visible, NOBODY))];
  return [...new Set([...ALWAYS, ...spans.map(({ category }) => category)])];
};

const ENTITIES: Readonly<Record<string, string>> = { nbsp: " ", amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'", auml: "ä", ouml: "ö", uuml: "ü", Auml: "Ä", Ouml: "Ö", Uuml: "Ü", szlig: "ß", commat: "@", period: "." };

/** What of an HTML document can be read, links included. For judging only: nothing of it is shown. */
const visibleText = (html: string): string => html
  .replace(/<\/?(?:b|i|u|em|strong|span|font|wbr|small|big|a|s|sub|sup)(?:\s[^<>]*)?>/gi, (tag) => (/href|title|alt/i.test(tag) ? ` ${tag.replace(/[<>"'=&?/]/g, " ")} ` : ""))
  .replace(/<(?:style|script)\b[^<>]*>[^<]*/gi, " ")
  .replace(/<[^<>]*>/g, "\n")
  .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{1,10}));?/gi, (whole, decimal: string, hex: string, name: string) => character(decimal, hex) ?? ENTITIES[name] ?? whole);

const character = (decimal: string | undefined, hex: string | undefined): string | undefined => {
  const code = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : undefined;
  return code === undefined || code > 0x10ffff ? undefined : String.fromCodePoint(code);
};
