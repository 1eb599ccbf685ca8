import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row, rows } from "../../platform/database";
import { allow, Conflict, Invalid, NotFound } from "../../platform/faults";
import { isAgent, type Ctx } from "../../privacy";
import { textInForce, textById } from "../documents";
import { recordEvidence } from "../evidence";
import { give } from "./acknowledge";
import { lockPerson, refuseClockBehind } from "./demand";
import { acknowledgementPolicy } from "./policy";
import { personBy, standingOf, type Person } from "./people";

export const InstructionForm = z.object({
  /** The day of the conversation. */
  day: z.iso.date("form.invalid"),
  note: z.string("form.required").trim().min(20, "acknowledgements.error.note").max(4000, "form.invalid"),
  witnessed: z.literal("on", "form.required"),
});

const requireDeclined = (person: Person, now: Date): void => {
  const { state } = standingOf(person, now);
  if (state !== "refused" && state !== "withdrawalDeclared") throw new Conflict("instructionNotNeeded");
};

/**
 * A lead (or privacy) writes down that the person was instructed and did not confirm: who was there, what was said. The
 * note is sealed under the person's key. Nothing changes for the access until a second person has decided.
 */
export const noteInstruction = async (ctx: Ctx, agentId: string, { day, note }: z.infer<typeof InstructionForm>): Promise<void> => {
  await lockPerson(ctx, agentId);
  const person = await personBy(ctx, agentId);
  allow(acknowledgementPolicy.noteInstruction(ctx.viewer, person) && isAgent(ctx.viewer), person.inHouse ? "forbidden" : "instructionClosed");
  requireDeclined(person, ctx.now);
  if (new Date(`${day}T00:00:00Z`) > ctx.now) throw new Invalid({ day: "acknowledgements.error.day" });
  const text = await textInForce(ctx, { kind: "confidentiality", employerId: person.employerId, language: person.locale });
  if (!text) throw new Conflict("noTextInForce");
  const id = randomUUID();
  const noted = await recordEvidence(ctx, { kind: "acknowledgement", agentId, employerId: person.employerId, objectId: id, fact: "instructionNoted", note, detail: { day, document: text.documentId, version: String(text.version), sha256: text.sha256, language: text.language } });
  const made = await rows(ctx.db, `INSERT INTO acknowledgement_instructions (id, agent_id, employer_id, text_id, noted_at, noted_by, evidence_id) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
    [id, agentId, person.employerId, text.textId, ctx.now, isAgent(ctx.viewer) ? ctx.viewer.id : null, noted.id]);
  if (made.length === 0) throw new Conflict("instructionOpen");
};

export const DecisionForm = z.object({ decision: z.enum(["approve", "decline"], "form.choice") });

interface Open { id: string; agent_id: string; employer_id: string; text_id: string; noted_by: string; decided_at: Date | null }

/** Privacy decides as a second person. With an approval own staff are admitted; two decisions at once are one and a clear no. */
export const decideInstruction = async (ctx: Ctx, id: string, { decision }: z.infer<typeof DecisionForm>): Promise<string> => {
  const open = await row<Open>(ctx.db, "SELECT id, agent_id, employer_id, text_id, noted_by, decided_at FROM acknowledgement_instructions WHERE id = $1 FOR UPDATE", [id]);
  if (!open) throw new NotFound();
  await lockPerson(ctx, open.agent_id);
  const person = await personBy(ctx, open.agent_id);
  allow(acknowledgementPolicy.decideInstruction(ctx.viewer, person, open.noted_by) && isAgent(ctx.viewer), "secondPerson");
  if (open.decided_at) throw new Conflict("instructionDecided");
  await refuseClockBehind(ctx, open.agent_id);
  const approved = decision === "approve";
  if (approved) requireDeclined(person, ctx.now);
  if (approved && person.employerId !== open.employer_id) throw new Conflict("instructionNotNeeded");
  await rows(ctx.db, "UPDATE acknowledgement_instructions SET decided_at = $2, decided_by = $3, approved = $4 WHERE id = $1", [id, ctx.now, isAgent(ctx.viewer) ? ctx.viewer.id : null, approved]);
  const text = await textById(ctx, open.text_id);
  const given = approved ? await give(ctx, { agentId: open.agent_id, employerId: open.employer_id, text, method: "instruction", presentationId: null }) : null;
  await recordEvidence(ctx, {
    kind: "acknowledgement", agentId: open.agent_id, employerId: open.employer_id, objectId: given ?? id, fact: approved ? "acknowledgedByInstruction" : "instructionDeclined",
    detail: { instruction: id, document: text.documentId, kind: text.kind, version: String(text.version), sha256: text.sha256, language: text.language, method: "instruction", instructor: open.noted_by },
  });
  return open.agent_id;
};
