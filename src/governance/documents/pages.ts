import { row, rows } from "../../platform/database";
import { allow, NotFound } from "../../platform/faults";
import type { Page } from "../../platform/http";
import { formatDate } from "../../platform/i18n";
import { fieldsOf, FRESH, localeOfViewer, optionsOf, textsFor, type Again, type Field, type Option } from "../../identity";
import type { Ctx } from "../../privacy";
import { changesBetween, type DiffPart } from "./diff";
import { DOCUMENT_KINDS, JURISDICTIONS, LANGUAGES, SECRECIES, TEMPLATE_MARK, textFile, type DocumentKind, type Jurisdiction, type Language, type Secrecy } from "./document";
import { textBefore, textsOfVersion, type DocumentText } from "./documents";
import { draftOf } from "./edit-draft";
import { documentPolicy } from "./policy";
import { templates } from "./templates";

interface Listed { id: string; kind: DocumentKind; jurisdiction: Jurisdiction; key: string; title: string; version: number | null; effective_from: Date | null; upcoming: Date | null; draft: boolean; languages: string[] }
export interface DocumentsPage {
  readonly documents: readonly { id: string; title: string; kind: string; jurisdiction: string; version: string; effectiveFrom: Date | null; upcoming: Date | null; draft: boolean; languages: string; state: "inForce" | "upcoming" | "draft" }[];
  readonly form: Record<"form" | "template" | "kind" | "jurisdiction" | "key", Field>;
  readonly templates: readonly Option[]; readonly kinds: readonly Option[]; readonly jurisdictions: readonly Option[]; readonly secrecies: readonly (Option & { checked: boolean })[];
}

const LISTED = `
SELECT d.id, d.kind, d.jurisdiction, d.key, f.version, f.effective_from, u.effective_from AS upcoming, w.id IS NOT NULL AS draft,
  COALESCE((SELECT t.title FROM document_texts t JOIN document_versions v ON v.id = t.version_id WHERE v.document_id = d.id AND t.title <> '' ORDER BY v.version DESC, t.language = $2 DESC LIMIT 1), '') AS title,
  ARRAY(SELECT t.language FROM document_texts t WHERE t.version_id = COALESCE(f.id, u.id, w.id) AND t.body <> '' ORDER BY 1) AS languages
FROM documents d
  LEFT JOIN LATERAL (SELECT v.id, v.version, v.effective_from FROM document_versions v WHERE v.document_id = d.id AND v.effective_from <= $1 ORDER BY v.version DESC LIMIT 1) f ON true
  LEFT JOIN LATERAL (SELECT v.id, v.effective_from FROM document_versions v WHERE v.document_id = d.id AND v.effective_from > $1 ORDER BY v.version LIMIT 1) u ON true
  LEFT JOIN document_versions w ON w.document_id = d.id AND w.published_at IS NULL
ORDER BY array_position(ARRAY['confidentiality', 'homeOffice', 'guideline', 'worksAgreement'], d.kind), d.jurisdiction, d.key`;

const secrecyBoxes = (ctx: Ctx, chosen: readonly Secrecy[]): (Option & { checked: boolean })[] =>
  optionsOf(ctx.viewer, "documents.secrecy", SECRECIES).map((option) => ({ ...option, checked: (chosen as readonly string[]).includes(option.value) }));

/** Every document with what is in force, what comes, and what is being worked on; and the form for a new one. */
export const showDocuments = async (ctx: Ctx, again: Again = FRESH): Promise<Page> => {
  const { viewer } = ctx;
  allow(documentPolicy.read(viewer), "forbidden");
  const t = textsFor(viewer);
  const listed = await rows<Listed>(ctx.db, LISTED, [ctx.now, localeOfViewer(viewer)]);
  const model: DocumentsPage = {
    documents: listed.map((one) => ({
      id: one.id, title: one.title || t("documents.untitled"), kind: t(`documents.kind.${one.kind}`), jurisdiction: t(`documents.jurisdiction.${one.jurisdiction}`),
      version: one.version === null ? "" : String(one.version), effectiveFrom: one.effective_from, upcoming: one.upcoming, draft: one.draft, languages: one.languages.map((language) => t(`ui.language.${language}`)).join(", "),
      state: one.version !== null ? "inForce" : one.upcoming ? "upcoming" : "draft",
    })),
    form: fieldsOf(viewer, ["template", "kind", "jurisdiction", "key"], again, { kind: "confidentiality", jurisdiction: "DE" }),
    templates: templates().map(({ name, kind, jurisdiction }) => ({ value: name, label: `${t(`documents.kind.${kind}`)} · ${t(`documents.jurisdiction.${jurisdiction}`)}` })),
    kinds: optionsOf(viewer, "documents.kind", DOCUMENT_KINDS), jurisdictions: optionsOf(viewer, "documents.jurisdiction", JURISDICTIONS), secrecies: secrecyBoxes(ctx, []),
  };
  return { template: "governance/documents/index", model, title: t("documents.title") };
};

interface Version { id: string; version: number; change_kind: "editorial" | "material"; secrecies: Secrecy[]; published_at: Date | null; effective_from: Date | null; enforced_from: Date | null; confirmed: number }
export interface DocumentPage {
  readonly id: string; readonly title: string; readonly about: string; readonly hasDraft: boolean;
  readonly versions: readonly { id: string; version: string; state: string; tone: string; change: string; effectiveFrom: Date | null; enforcedFrom: Date | null; secrecies: string; confirmed: number; texts: readonly { id: string; language: string; sha256: string; short: string }[] }[];
}

/** One document with all its versions. */
export const showDocument = async (ctx: Ctx, id: string): Promise<Page> => {
  const { viewer } = ctx;
  allow(documentPolicy.read(viewer), "forbidden");
  const t = textsFor(viewer);
  const document = await row<{ kind: DocumentKind; jurisdiction: Jurisdiction; key: string }>(ctx.db, "SELECT kind, jurisdiction, key FROM documents WHERE id = $1", [id]);
  if (!document) throw new NotFound();
  const versions = await rows<Version>(ctx.db, `SELECT v.*, (SELECT count(DISTINCT k.agent_id)::int FROM acknowledgements k WHERE k.document_id = v.document_id AND k.version = v.version) AS confirmed
    FROM document_versions v WHERE v.document_id = $1 ORDER BY v.version DESC`, [id]);
  const inForce = versions.find(({ effective_from }) => effective_from !== null && effective_from <= ctx.now);
  const stateOf = (one: Version): string => (!one.published_at ? "draft" : one.effective_from! > ctx.now ? "upcoming" : one === inForce ? "inForce" : "past");
  const texts = new Map<string, DocumentText[]>();
  for (const { id: versionId } of versions) texts.set(versionId, await textsOfVersion(ctx, versionId));
  const title = [...texts.values()].flat().find(({ title: found }) => found !== "")?.title ?? t("documents.untitled");
  const model: DocumentPage = {
    id, title, about: [t(`documents.kind.${document.kind}`), t(`documents.jurisdiction.${document.jurisdiction}`), ...(document.key === "main" ? [] : [document.key])].join(" · "),
    hasDraft: versions.some(({ published_at }) => !published_at),
    versions: versions.map((one) => ({
      id: one.id, version: String(one.version), state: t(`documents.state.${stateOf(one)}`), tone: { draft: "warning", upcoming: "info", inForce: "success", past: "neutral" }[stateOf(one)]!, change: t(`documents.change.${one.change_kind}`),
      effectiveFrom: one.effective_from, enforcedFrom: one.change_kind === "material" ? one.enforced_from : null, secrecies: one.secrecies.map((secrecy) => t(`documents.secrecy.${secrecy}`)).join(", "), confirmed: one.confirmed,
      texts: texts.get(one.id)!.map(({ textId, language, sha256 }) => ({ id: textId, language: t(`ui.language.${language}`), sha256, short: sha256.slice(0, 12) })),
    })),
  };
  return { template: "governance/documents/show", model, title };
};

export interface TextPage { readonly documentId: string; readonly textId: string; readonly title: string; readonly about: string; readonly body: string; readonly leaflet: string; readonly quiz: string; readonly sha256: string; readonly changes: readonly DiffPart[]; readonly before: string }

/** One text of one version as people read it, and what has changed since the version before. */
export const showText = async (ctx: Ctx, text: DocumentText): Promise<Page> => {
  allow(documentPolicy.read(ctx.viewer), "forbidden");
  const t = textsFor(ctx.viewer);
  const before = await textBefore(ctx, text);
  const from = text.effectiveFrom ? formatDate(text.effectiveFrom, localeOfViewer(ctx.viewer), "date") : t("documents.state.draft");
  const model: TextPage = {
    documentId: text.documentId, textId: text.textId, title: text.title || t("documents.untitled"), about: [t("documents.versionOf", { version: text.version }), t(`ui.language.${text.language}`), from].join(" · "),
    body: text.body, leaflet: text.leaflet, quiz: text.quiz, sha256: text.sha256, changes: before ? changesBetween(textFile(before), textFile(text)) : [], before: before ? String(before.version) : "",
  };
  return { template: "governance/documents/text", model, title: model.title };
};

export interface DraftPage {
  readonly id: string; readonly language: Language; readonly seen: number; readonly version: string; readonly tabs: readonly { label: string; path: string; current: boolean }[];
  readonly form: Record<"form" | "title" | "body" | "leaflet" | "quiz" | "changeKind", Field>; readonly secrecies: readonly (Option & { checked: boolean })[]; readonly changeKinds: readonly Option[];
  readonly publication: Record<"form" | "effective" | "checked", Field>; readonly today: string;
  readonly preview: string; readonly previewLeaflet: string; readonly changes: readonly DiffPart[]; readonly before: string; readonly isTemplate: boolean; readonly missing: string;
}
export type DraftForms = "draft" | "publication";
type DraftAgain = Again & { readonly form?: DraftForms };

/** The draft in one language: form, preview, what has changed, and its publication. Comes back with everything typed. */
export const showDraft = async (ctx: Ctx, id: string, language: Language, { form: part, ...again }: DraftAgain = FRESH): Promise<Page> => {
  const { viewer } = ctx;
  allow(documentPolicy.write(viewer), "forbidden");
  const t = textsFor(viewer);
  const draft = await draftOf(ctx, id);
  const texts = await textsOfVersion(ctx, draft.id);
  const text = texts.find((one) => one.language === language);
  const before = await textBefore(ctx, { documentId: id, version: draft.version, language });
  const typed = part === "draft" ? again.typed : {};
  const words = { title: typed.title ?? text?.title ?? "", body: typed.body ?? text?.body ?? "", leaflet: typed.leaflet ?? text?.leaflet ?? "" };
  const model: DraftPage = {
    id, language, seen: draft.edits, version: String(draft.version),
    tabs: LANGUAGES.map((one) => ({ label: t(`ui.language.${one}`), path: `/documents/${id}/draft?language=${one}`, current: one === language })),
    form: draftFields(ctx, part === "draft" ? again : FRESH, { ...words, quiz: text?.quiz ?? "", changeKind: draft.change_kind }),
    secrecies: secrecyBoxes(ctx, draft.secrecies), changeKinds: optionsOf(viewer, "documents.change", ["material", "editorial"]),
    publication: publicationFields(ctx, part === "publication" ? again : FRESH), today: ctx.now.toISOString().slice(0, 10),
    preview: words.body, previewLeaflet: words.leaflet, changes: before ? changesBetween(textFile(before), textFile(words)) : [], before: before ? String(before.version) : "",
    isTemplate: TEMPLATE_MARK.test(words.body) || TEMPLATE_MARK.test(words.leaflet),
    missing: LANGUAGES.filter((one) => !texts.some(({ language: there, title, body }) => there === one && title && body)).map((one) => t(`ui.language.${one}`)).join(", "),
  };
  return { template: "governance/documents/draft", model, title: t("documents.draft.title", { version: draft.version }) };
};

/** A conflict and a no are said in their own words, above the form. */
export const conflictIn = ({ fault, ...again }: Again): Again =>
  (fault?.code === "conflict" || fault?.code === "forbidden" ? { ...again, errors: { form: `error.${fault.reason}`, ...again.errors } } : again);

const draftFields = (ctx: Ctx, again: Again, stored: Partial<Record<string, string>>) => fieldsOf(ctx.viewer, ["title", "body", "leaflet", "quiz", "changeKind"], conflictIn(again), stored);
const publicationFields = (ctx: Ctx, again: Again) => fieldsOf(ctx.viewer, ["effective", "checked"], conflictIn(again), { effective: ctx.now.toISOString().slice(0, 10) });

