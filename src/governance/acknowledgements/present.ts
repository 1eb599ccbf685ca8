import { randomUUID } from "node:crypto";
import { row, rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import type { AgentViewer, Ctx } from "../../privacy";
import { ACKNOWLEDGED_KINDS, textsInForce, type DocumentText } from "../documents";
import { recordEvidence } from "../evidence";

/** The texts of this person, in their language, that they can confirm. */
export const ownTexts = async (ctx: Ctx, viewer: AgentViewer): Promise<DocumentText[]> => {
  const found: DocumentText[] = [];
  for (const kind of ACKNOWLEDGED_KINDS) found.push(...await textsInForce(ctx, { kind, employerId: viewer.standing.employer.id, language: viewer.locale }));
  return found;
};

/** The text of a document that is in force for this person now. Throws NotFound for every other. */
export const ownText = async (ctx: Ctx, viewer: AgentViewer, documentId: string): Promise<DocumentText> => {
  const found = (await ownTexts(ctx, viewer)).find((text) => text.documentId === documentId);
  if (!found) throw new NotFound();
  return found;
};

/** A text that was shown whole to somebody in one sign-in; a form can only be sent for one of these. */
export interface Presentation { readonly id: string; readonly agentId: string; readonly employerId: string; readonly signInId: string; readonly textId: string; readonly presentedAt: Date; readonly settledAt: Date | null }

const COLUMNS = `id, agent_id AS "agentId", employer_id AS "employerId", sign_in_id AS "signInId", text_id AS "textId", presented_at AS "presentedAt", settled_at AS "settledAt"`;
/** A form that lay open for longer is shown anew. */
export const PRESENTED_HOURS = 24;

/** Writes down that the text is being shown, once a sign-in and text. */
export const present = async (ctx: Ctx, viewer: AgentViewer, text: DocumentText): Promise<Presentation> => {
  const employerId = viewer.standing.employer.id;
  const open = await row<Presentation>(ctx.db, `SELECT ${COLUMNS} FROM acknowledgement_presentations
    WHERE agent_id = $1 AND employer_id = $2 AND sign_in_id = $3 AND text_id = $4 AND settled_at IS NULL AND presented_at <= $5 AND presented_at > $5::timestamptz - make_interval(hours => ${PRESENTED_HOURS})
    ORDER BY presented_at DESC LIMIT 1`, [viewer.id, employerId, viewer.signIn, text.textId, ctx.now]);
  if (open) return open;
  const id = randomUUID();
  await rows(ctx.db, "INSERT INTO acknowledgement_presentations (id, agent_id, employer_id, sign_in_id, text_id, presented_at) VALUES ($1, $2, $3, $4, $5, $6)", [id, viewer.id, employerId, viewer.signIn, text.textId, ctx.now]);
  await recordEvidence(ctx, { kind: "acknowledgement", agentId: viewer.id, employerId, objectId: id, fact: "presented", detail: { document: text.documentId, version: String(text.version), language: text.language, sha256: text.sha256 } });
  return { id, agentId: viewer.id, employerId, signInId: viewer.signIn, textId: text.textId, presentedAt: ctx.now, settledAt: null };
};

/** The presentation that a form names, locked; null where it is not this person's. */
export const lockPresentation = (ctx: Ctx, viewer: AgentViewer, id: string): Promise<Presentation | null> =>
  row<Presentation>(ctx.db, `SELECT ${COLUMNS} FROM acknowledgement_presentations WHERE id = $1 AND agent_id = $2 FOR UPDATE`, [id, viewer.id]);
