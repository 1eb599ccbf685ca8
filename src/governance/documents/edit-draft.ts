import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row, rows } from "../../platform/database";
import { allow, Conflict, Invalid, NotFound } from "../../platform/faults";
import { LARGEST_MARKDOWN, normalMarkdown } from "../../platform/markdown";
import { isAgent, type Ctx } from "../../privacy";
import { recordEvidence } from "../evidence";
import { afterDays, rulesNow } from "../acknowledgements/rules";
import { DOCUMENT_KINDS, JURISDICTIONS, LANGUAGES, SECRECIES, TEMPLATE_MARK, textHash, type Secrecy } from "./document";
import { textsOfVersion, type DocumentText } from "./documents";
import { documentPolicy } from "./policy";
import { parseQuiz } from "./quiz";
import { templates, templateTexts } from "./templates";

/** Boxes come as one value, as several, or not at all. */
const secrecies = z.union([z.array(z.enum(SECRECIES, "form.choice")), z.enum(SECRECIES, "form.choice").transform((one) => [one])]).default([]);

export const NewDocumentForm = z.object({
  template: z.string("form.choice").max(100, "form.choice").default(""),
  kind: z.enum(DOCUMENT_KINDS, "form.choice"),
  jurisdiction: z.enum(JURISDICTIONS, "form.choice"),
  key: z.string("form.invalid").trim().regex(/^[a-z0-9-]{0,40}$/, "documents.error.key").default("").transform((key) => key || "main"),
  secrecies,
});

const authorOf = ({ viewer }: Ctx): string => { allow(documentPolicy.write(viewer) && isAgent(viewer), "forbidden"); return isAgent(viewer) ? viewer.id : ""; };

/** A new document with its first draft: from a template that ships with the program, or empty. Returns its id. */
export const createDocument = async (ctx: Ctx, form: z.infer<typeof NewDocumentForm>): Promise<string> => {
  const author = authorOf(ctx);
  const template = templates().find(({ name }) => name === form.template);
  if (form.template && (!template || template.kind !== form.kind || template.jurisdiction !== form.jurisdiction)) throw new Invalid({ template: "documents.error.templateDiffers" });
  const id = randomUUID();
  const made = await rows<{ id: string }>(ctx.db, "INSERT INTO documents (id, kind, jurisdiction, key, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id", [id, form.kind, form.jurisdiction, form.key, ctx.now]);
  if (made.length === 0) throw new Invalid({ key: "documents.error.exists" });
  const texts = template ? templateTexts(template, form.secrecies) : LANGUAGES.map((language) => ({ language, title: "", body: "", leaflet: "", quiz: "" }));
  await insertDraft(ctx, { documentId: id, version: 1, author, changeKind: "material", secrecies: form.secrecies }, texts);
  return id;
};

type DraftText = Pick<DocumentText, "language" | "title" | "body" | "leaflet" | "quiz">;
interface DraftHead { readonly documentId: string; readonly version: number; readonly author: string; readonly changeKind: "editorial" | "material"; readonly secrecies: readonly Secrecy[] }

const insertDraft = async (ctx: Ctx, { documentId, version, author, changeKind, secrecies: special }: DraftHead, texts: readonly DraftText[]): Promise<void> => {
  const versionId = randomUUID();
  await rows(ctx.db, "INSERT INTO document_versions (id, document_id, version, change_kind, secrecies, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)", [versionId, documentId, version, changeKind, special, ctx.now, author]);
  for (const text of texts) {
    await rows(ctx.db, "INSERT INTO document_texts (id, version_id, language, title, body, leaflet, quiz, sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      [randomUUID(), versionId, text.language, text.title, text.body, text.leaflet, text.quiz, textHash(text)]);
  }
};

interface Draft { id: string; version: number; edits: number; change_kind: "editorial" | "material"; secrecies: Secrecy[] }

/** The draft of a document, locked until the transaction ends. Throws NotFound where none is being worked on. */
export const draftOf = async (ctx: Pick<Ctx, "db">, documentId: string, lock = false): Promise<Draft> => {
  const found = await row<Draft>(ctx.db, `SELECT id, version, edits, change_kind, secrecies FROM document_versions WHERE document_id = $1 AND published_at IS NULL ${lock ? "FOR UPDATE" : ""}`, [documentId]);
  if (!found) throw new NotFound();
  return found;
};

/** The next version begins as the last one is. Throws Conflict where somebody has begun already. */
export const beginDraft = async (ctx: Ctx, documentId: string): Promise<void> => {
  const author = authorOf(ctx);
  await rows(ctx.db, "SELECT id FROM documents WHERE id = $1 FOR UPDATE", [documentId]);
  const last = await row<{ id: string; version: number; secrecies: Secrecy[]; published_at: Date | null }>(ctx.db, "SELECT id, version, secrecies, published_at FROM document_versions WHERE document_id = $1 ORDER BY version DESC LIMIT 1", [documentId]);
  if (!last) throw new NotFound();
  if (!last.published_at) throw new Conflict("documentDraftExists");
  await insertDraft(ctx, { documentId, version: last.version + 1, author, changeKind: "material", secrecies: last.secrecies }, await textsOfVersion(ctx, last.id));
};

const text = z.string("form.invalid").max(LARGEST_MARKDOWN, "documents.error.tooLong");
export const DraftForm = z.object({
  language: z.enum(LANGUAGES, "form.choice"),
  /** How often the draft had been saved when the form was made. */
  seen: z.coerce.number().int(),
  title: z.string("form.required").trim().max(200, "form.invalid").default(""),
  body: text.default(""), leaflet: text.default(""), quiz: text.max(6_000, "documents.error.tooLong").default(""),
  changeKind: z.enum(["editorial", "material"], "form.choice"),
  secrecies,
});

/** Saves one language of the draft. Throws Conflict where somebody else saved in between: nothing of either is lost. */
export const saveDraft = async (ctx: Ctx, documentId: string, form: z.infer<typeof DraftForm>): Promise<void> => {
  authorOf(ctx);
  const draft = await draftOf(ctx, documentId, true);
  if (draft.edits !== form.seen) throw new Conflict("documentDraftChanged");
  if (parseQuiz(form.quiz) === null) throw new Invalid({ quiz: "documents.error.quiz" });
  const words = { title: form.title, body: normalMarkdown(form.body), leaflet: normalMarkdown(form.leaflet) };
  await rows(ctx.db, "UPDATE document_versions SET change_kind = $2, secrecies = $3, edits = edits + 1 WHERE id = $1", [draft.id, form.changeKind, form.secrecies]);
  await rows(ctx.db, `INSERT INTO document_texts (id, version_id, language, title, body, leaflet, quiz, sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (version_id, language) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body, leaflet = EXCLUDED.leaflet, quiz = EXCLUDED.quiz, sha256 = EXCLUDED.sha256`,
  [randomUUID(), draft.id, form.language, words.title, words.body, words.leaflet, normalMarkdown(form.quiz), textHash(words)]);
};

/** A first version that is thrown away takes its document with it. */
export const discardDraft = async (ctx: Ctx, documentId: string): Promise<void> => {
  authorOf(ctx);
  const draft = await draftOf(ctx, documentId, true);
  await rows(ctx.db, "DELETE FROM document_versions WHERE id = $1", [draft.id]);
  if (draft.version === 1) await rows(ctx.db, "DELETE FROM documents WHERE id = $1", [documentId]);
};

export const PublicationForm = z.object({
  seen: z.coerce.number().int(),
  /** Empty: at once. */
  effective: z.union([z.literal(""), z.iso.date("form.invalid")], "form.invalid").default(""),
  checked: z.literal("on", "form.required"),
});

/** From when on a version holds: now, or the beginning (UTC) of a later day within a year. */
const effectiveFrom = (effective: string, now: Date): Date => {
  if (effective === "" || effective === now.toISOString().slice(0, 10)) return now;
  const day = new Date(`${effective}T00:00:00Z`);
  if (day < now || day > afterDays(now, 366)) throw new Invalid({ effective: "documents.error.effective" });
  return day;
};

/**
 * The draft becomes what people confirm, and never changes again. A material version asks everybody anew: what they
 * confirmed before counts until its grace is over.
 */
export const publishDraft = async (ctx: Ctx, documentId: string, form: z.infer<typeof PublicationForm>): Promise<void> => {
  const author = authorOf(ctx);
  const draft = await draftOf(ctx, documentId, true);
  if (draft.edits !== form.seen) throw new Conflict("documentDraftChanged");
  const texts = await textsOfVersion(ctx, draft.id);
  const whole = texts.filter(({ title, body }) => title !== "" && body !== "");
  if (whole.length === 0) throw new Invalid({ form: "documents.error.empty" });
  if (whole.some(({ body, leaflet }) => TEMPLATE_MARK.test(body) || TEMPLATE_MARK.test(leaflet))) throw new Invalid({ form: "documents.error.template" });
  const from = effectiveFrom(form.effective, ctx.now);
  const { graceDays, version: rule } = await rulesNow(ctx);
  const empty = texts.filter(({ textId }) => !whole.some((one) => one.textId === textId)).map(({ textId }) => textId);
  await rows(ctx.db, "DELETE FROM document_texts WHERE id = ANY($1)", [empty]);
  await rows(ctx.db, "UPDATE document_versions SET published_at = $2, published_by = $3, effective_from = $4, enforced_from = $5 WHERE id = $1",
    [draft.id, ctx.now, author, from, draft.change_kind === "material" ? afterDays(from, graceDays) : from]);
  await recordEvidence(ctx, { kind: "document", objectId: documentId, fact: "published", detail: {
    version: String(draft.version), change: draft.change_kind, effectiveFrom: from.toISOString(), rule: `acknowledgement/${rule}`,
    ...Object.fromEntries(whole.map(({ language, sha256 }) => [`sha256${language === "de" ? "De" : "En"}`, sha256])),
  } });
};
