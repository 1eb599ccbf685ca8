import { Conflict } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import { textInForce } from "../documents";
import { recordEvidence } from "../evidence";
import { give } from "./acknowledge";

/**
 * Takes over what somebody had confirmed before this desk was used (on paper, in another program), as of ctx.now, for the
 * text that was in force then. It counts like any other and says that it was taken over. Returns its id.
 */
export const importAcknowledgement = async (ctx: Ctx, { agentId, employerId, language }: { agentId: string; employerId: string; language: "de" | "en" }): Promise<string> => {
  const text = await textInForce(ctx, { kind: "confidentiality", employerId, language });
  if (!text) throw new Conflict("noTextInForce");
  const id = await give(ctx, { agentId, employerId, text, method: "imported", presentationId: null });
  await recordEvidence(ctx, {
    kind: "acknowledgement", agentId, employerId, objectId: id, fact: "acknowledged",
    detail: { document: text.documentId, kind: text.kind, version: String(text.version), sha256: text.sha256, language: text.language, jurisdiction: text.jurisdiction, method: "imported" },
  });
  return id;
};
