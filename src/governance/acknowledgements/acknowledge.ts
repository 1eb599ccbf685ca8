import { randomUUID } from "node:crypto";
import { z } from "zod";
import { event } from "../../platform/context";
import { rows } from "../../platform/database";
import { Conflict, Invalid } from "../../platform/faults";
import type { Proof } from "../../identity";
import type { AgentViewer, Ctx } from "../../privacy";
import { gradeQuiz, parseQuiz, textById, type DocumentText } from "../documents";
import { recordEvidence } from "../evidence";
import { lockPerson, refuseClockBehind } from "./demand";
import { lockPresentation, ownText, PRESENTED_HOURS, type Presentation } from "./present";
import { afterDays, afterMonths, rulesNow } from "./rules";

const answer = z.string().max(4).optional().catch(undefined);
export const AcknowledgeForm = z.object({
  presentation: z.uuid("form.invalid"),
  sha256: z.string("form.invalid").regex(/^[0-9a-f]{64}$/, "form.invalid"),
  read: z.literal("on", "acknowledgements.error.read"),
  /** Set by a script when the end of the text came into view; the page works without. */
  scrolled: z.enum(["yes", "no"]).catch("no"),
  quiz0: answer, quiz1: answer, quiz2: answer, quiz3: answer, quiz4: answer, quiz5: answer, quiz6: answer, quiz7: answer,
});
export type AcknowledgeInput = z.infer<typeof AcknowledgeForm>;

/** What the request adds to the evidence: proof of who sits there, and the truncated network. */
export interface Circumstances { readonly proof: Proof; readonly network: string }

/**
 * A form counts for the one text that was presented to this person in this sign-in, while that text is in force. Throws
 * Conflict with the reason otherwise; nothing was written, and the page shows the text anew.
 */
const presentedText = async (ctx: Ctx, viewer: AgentViewer, documentId: string, form: AcknowledgeInput): Promise<{ presentation: Presentation; text: DocumentText }> => {
  const presentation = await lockPresentation(ctx, viewer, form.presentation);
  if (!presentation || presentation.employerId !== viewer.standing.employer.id) throw new Conflict("presentationForeign");
  if (presentation.settledAt) throw new Conflict("presentationSettled");
  const age = ctx.now.getTime() - presentation.presentedAt.getTime();
  if (presentation.signInId !== viewer.signIn || age < 0 || age > PRESENTED_HOURS * 3_600_000) throw new Conflict("presentationOld");
  const text = await textById(ctx, presentation.textId);
  if (text.documentId !== documentId || text.sha256 !== form.sha256) throw new Conflict("presentationForeign");
  if (text.language !== viewer.locale) throw new Conflict("textOtherLanguage");
  if ((await ownText(ctx, viewer, documentId)).textId !== text.textId) throw new Conflict("textSuperseded");
  return { presentation, text };
};

const requireProof = ({ ownPassword, ownFactor }: Proof): void => {
  if (!ownPassword && !ownFactor) throw new Invalid({ current: "acknowledgements.error.confirm" });
};

/** How many of how many; throws Invalid by the questions that were answered wrongly. */
const requireQuiz = (text: DocumentText, form: AcknowledgeInput): string => {
  const questions = parseQuiz(text.quiz) ?? [];
  const right = gradeQuiz(questions, form as unknown as Record<string, string>);
  if (right.includes(false)) throw new Invalid(Object.fromEntries(right.flatMap((fine, index) => (fine ? [] : [[`quiz${index}`, "acknowledgements.error.quiz"]]))));
  return questions.length === 0 ? "none" : `${questions.length}/${questions.length}`;
};

/**
 * The person confirms the text that was shown to them: an acknowledgement of a duty that exists anyway. Evidence as domain
 * rule 1 lists it; a copy goes out by mail after the commit. Returns the id of the acknowledgement.
 */
export const acknowledge = async (ctx: Ctx, viewer: AgentViewer, documentId: string, form: AcknowledgeInput, { proof, network }: Circumstances): Promise<string> => {
  await lockPerson(ctx, viewer.id);
  const { presentation, text } = await presentedText(ctx, viewer, documentId, form);
  await refuseClockBehind(ctx, viewer.id);
  requireProof(proof);
  const quiz = requireQuiz(text, form);
  await rows(ctx.db, "UPDATE acknowledgement_presentations SET settled_at = $2 WHERE id = $1", [presentation.id, ctx.now]);
  const id = await give(ctx, { agentId: viewer.id, employerId: presentation.employerId, text, method: "portal", presentationId: presentation.id });
  await recordEvidence(ctx, {
    kind: "acknowledgement", agentId: viewer.id, employerId: presentation.employerId, objectId: id, fact: "acknowledged", network,
    detail: {
      document: text.documentId, kind: text.kind, version: String(text.version), sha256: text.sha256, language: text.language, jurisdiction: text.jurisdiction, presentation: presentation.id,
      presentedAt: presentation.presentedAt.toISOString(), fullyDisplayed: "true", scrolledToEnd: form.scrolled, quiz, method: "portal", signIn: viewer.signIn,
      confirmedBy: proof.ownPassword ? "password" : "secondFactor", secondFactor: String(viewer.secondFactor.confirmed), contracts: viewer.standing.contracts.map(({ reference }) => reference).join(", ").slice(0, 190),
    },
  });
  await ctx.publish(event("AcknowledgementGiven", { acknowledgement: id }));
  return id;
};

export interface NewAcknowledgement { readonly agentId: string; readonly employerId: string; readonly text: DocumentText; readonly method: "portal" | "instruction" | "imported"; readonly presentationId: string | null }

/** The row that counts from now on: asked for again after the interval, over when its grace is. */
export const give = async (ctx: Ctx, { agentId, employerId, text, method, presentationId }: NewAcknowledgement): Promise<string> => {
  const id = randomUUID();
  const rules = await rulesNow(ctx);
  const dueAt = afterMonths(ctx.now, rules.intervalMonths);
  await rows(ctx.db, `INSERT INTO acknowledgements (id, agent_id, employer_id, valid_from, valid_until, kind, document_id, version, text_id, method, presentation_id, due_at, rule_version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
  [id, agentId, employerId, ctx.now, afterDays(dueAt, rules.graceDays), text.kind, text.documentId, text.version, text.textId, method, presentationId, dueAt, rules.version]);
  return id;
};
