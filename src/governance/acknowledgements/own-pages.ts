import { rows } from "../../platform/database";
import type { Page } from "../../platform/http";
import { formatDate } from "../../platform/i18n";
import { fieldsOf, FRESH, textsFor, type Again, type Field } from "../../identity";
import type { AgentViewer, Ctx } from "../../privacy";
import { conflictIn, parseQuiz, type DocumentText } from "../documents";
import { personBy, standingOf } from "./people";
import { ownText, ownTexts, present } from "./present";
import { certificateNumber } from "./certificate";
import type { Standing, State } from "./state";

export const STATE_TONES: Readonly<Record<State, string>> = { pending: "danger", acknowledged: "success", reAckDue: "warning", expired: "danger", refused: "danger", withdrawalDeclared: "danger", ended: "neutral" };

export interface OwnPage {
  readonly state: string; readonly tone: string; readonly text: string; readonly noText: boolean; readonly canDecline: boolean; readonly canWithdraw: boolean; readonly canRefuse: boolean;
  readonly texts: readonly { id: string; title: string; kind: string; version: string; confirmed: boolean; needed: boolean }[];
  readonly given: readonly { id: string; title: string; version: string; at: Date; certificate: string; method: string }[];
  readonly refusal: Record<"form" | "sure" | "note", Field>; readonly withdrawal: Record<"form" | "sure" | "note", Field>;
}
export type OwnForm = "refusal" | "withdrawal";

interface Given { id: string; title: string; version: number; document_id: string; at: Date; hash: Buffer | null; method: "portal" | "instruction" | "imported" }

const givenTo = (ctx: Ctx, viewer: AgentViewer): Promise<Given[]> => rows<Given>(ctx.db, `
  SELECT k.id, t.title, k.version, k.document_id, k.valid_from AS at, v.entry_hash AS hash, k.method FROM acknowledgements k
    LEFT JOIN document_texts t ON t.id = k.text_id LEFT JOIN evidence v ON v.object_id = k.id AND v.fact IN ('acknowledged', 'acknowledgedByInstruction')
  WHERE k.agent_id = $1 ORDER BY k.valid_from DESC LIMIT 50`, [viewer.id]);

/** How it stands in a sentence, with the day that matters. */
export const standingText = (ctx: Ctx, { state, reason, endsAt }: Standing): string => {
  const t = textsFor(ctx.viewer);
  const locale = ctx.viewer.kind === "system" ? "de" : ctx.viewer.locale;
  const day = endsAt ? formatDate(endsAt, locale, "date") : "";
  if (state === "reAckDue") return t(`acknowledgements.asked.${reason ?? "interval"}`, { day });
  if (state === "acknowledged") return t("acknowledgements.text.acknowledged", { day });
  return reason && state === "expired" ? t(`acknowledgements.lapsed.${reason}`, { day }) : t(`acknowledgements.text.${state}`);
};

/** The own acknowledgement: how it stands, what there is to read, what was confirmed, and the two declarations that nobody is kept from. */
export const showOwn = async (ctx: Ctx, viewer: AgentViewer, part?: OwnForm, again: Again = FRESH): Promise<Page> => {
  const t = textsFor(viewer);
  const standing = standingOf(await personBy(ctx, viewer.id), ctx.now);
  const [texts, given] = [await ownTexts(ctx, viewer), await givenTo(ctx, viewer)];
  const of = (form: OwnForm): Again => (form === part ? conflictIn(again) : FRESH);
  const isConfirmed = (text: DocumentText): boolean => (text.kind === "confidentiality" ? standing.state === "acknowledged" : given.some((one) => one.document_id === text.documentId && one.version === text.version));
  const canWithdraw = standing.state === "acknowledged" || standing.state === "reAckDue";
  const canRefuse = !canWithdraw && standing.state !== "refused" && standing.state !== "ended" && texts.some(({ kind }) => kind === "confidentiality");
  const model: OwnPage = {
    state: t(`acknowledgements.state.${standing.state}`), tone: STATE_TONES[standing.state], text: standingText(ctx, standing), noText: !texts.some(({ kind }) => kind === "confidentiality"),
    canDecline: canWithdraw || canRefuse, canWithdraw, canRefuse,
    texts: texts.map((text) => ({ id: text.documentId, title: text.title, kind: t(`documents.kind.${text.kind}`), version: String(text.version), confirmed: isConfirmed(text), needed: text.kind === "confidentiality" && !isConfirmed(text) })),
    given: given.map(({ id, title, version, at, hash, method }) => ({ id, title: title ?? t("acknowledgements.imported"), version: version === null ? "" : String(version), at, certificate: hash ? certificateNumber(hash) : "", method: t(`acknowledgements.method.${method}`) })),
    refusal: fieldsOf(viewer, ["sure", "note"], of("refusal")), withdrawal: fieldsOf(viewer, ["sure", "note"], of("withdrawal")),
  };
  return { template: "governance/acknowledgements/own", model, title: t("acknowledgements.title") };
};

export interface ReadPage {
  readonly documentId: string; readonly presentation: string; readonly presentedAt: Date; readonly title: string; readonly about: string; readonly body: string; readonly leaflet: string; readonly sha256: string;
  readonly duty: boolean; readonly problem: string; readonly read: Field; readonly readBefore: boolean; readonly current: Field; readonly code: Field; readonly secondFactor: boolean;
  readonly questions: readonly { name: string; text: string; error: string; value: string; options: readonly { value: string; label: string }[] }[];
}

/** The whole text with the form below it. Showing it is written down; the form counts for exactly this showing. */
export const showRead = async (ctx: Ctx, viewer: AgentViewer, documentId: string, again: Again = FRESH): Promise<Page> => {
  const t = textsFor(viewer);
  const text = await ownText(ctx, viewer, documentId);
  const presentation = await present(ctx, viewer, text);
  const { form, read, current, code } = fieldsOf(viewer, ["read", "current", "code"], conflictIn(again));
  const conflict = again.fault?.code === "conflict";
  const model: ReadPage = {
    documentId, presentation: presentation.id, presentedAt: presentation.presentedAt, title: text.title, body: text.body, leaflet: text.leaflet, sha256: text.sha256, duty: text.kind === "confidentiality",
    about: [t("documents.versionOf", { version: text.version }), t(`documents.jurisdiction.${text.jurisdiction}`), formatDate(text.effectiveFrom!, viewer.locale, "date")].join(" · "),
    // A text that is shown anew has not been read yet.
    problem: form.error, read, readBefore: !conflict && read.value === "on", current, code, secondFactor: viewer.secondFactor.confirmed,
    questions: (parseQuiz(text.quiz) ?? []).map((question, index) => ({
      name: `quiz${index}`, text: question.text, error: again.errors[`quiz${index}`] ? t(again.errors[`quiz${index}`]!) : "", value: again.typed[`quiz${index}`] ?? "",
      options: question.answers.map((label, value) => ({ value: String(value), label })),
    })),
  };
  return { template: "governance/acknowledgements/read", model, title: text.title };
};
