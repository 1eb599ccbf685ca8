import { randomUUID } from "node:crypto";
import { z } from "zod";
import { allow, Conflict } from "../../../platform/faults";
import type { Ctx } from "../../../privacy";
import { lockContract } from "../desk/contracts";
import { actorOf, contractEvidence } from "../life/enter";
import { contractPolicy } from "../policy";
import { lockPart } from "./part";
import { sealNote } from "./sealed-notes";

export const CHANNELS = ["contract", "letter", "mail", "system", "spoken"] as const;
const text = z.string("form.required").trim().min(1, "form.required").max(4_000, "form.tooLong");
export const InstructionForm = z.object({ text, channel: z.enum(CHANNELS, "form.choose") });
export const ObjectionForm = z.object({ objection: text });
export const SettlementForm = z.object({ settled: z.enum(["upheld", "withdrawn"], "form.choose") });

export interface InstructionFacts { readonly channel: (typeof CHANNELS)[number]; readonly confirmed_at: Date | null; readonly objected_at: Date | null; readonly settled: "upheld" | "withdrawn" | null }
export type InstructionState = "unconfirmed" | "inForce" | "paused" | "withdrawn";

/**
 * Whether an instruction binds (Art. 28(3)(a) and last sentence, 29 GDPR): a spoken one once it was confirmed in text form; one that the
 * processor holds for unlawful pauses until the controller has upheld or withdrawn it.
 */
export const instructionState = ({ channel, confirmed_at: confirmed, objected_at: objected, settled }: InstructionFacts): InstructionState => {
  if (settled === "withdrawn") return "withdrawn";
  if (objected && settled === null) return "paused";
  return channel === "spoken" && !confirmed ? "unconfirmed" : "inForce";
};

export const issueInstruction = async (ctx: Ctx, id: string, { text: said, channel }: z.infer<typeof InstructionForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  const instruction = randomUUID();
  await ctx.db.query("INSERT INTO contract_instructions (id, contract_id, number, text, channel, issued_by, issued_at) SELECT $1, $2, 1 + count(*), $3, $4, $5, $6 FROM contract_instructions WHERE contract_id = $2",
    [instruction, id, await sealNote(ctx, id, "contract_instructions.text", said), channel, actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, "instructed", { instruction, channel });
};

const locked = async (ctx: Ctx, id: string) => {
  const { contract, part } = await lockPart<InstructionFacts & { id: string }>(ctx, "contract_instructions", id);
  return { contract, part, state: instructionState(part) };
};

/** In text form: by the processor's lead, or by whoever holds the confirmation in hand. */
export const confirmInstruction = async (ctx: Ctx, id: string): Promise<string> => {
  const { contract, part, state } = await locked(ctx, id);
  allow(contractPolicy.processor(ctx.viewer, contract) || contractPolicy.draft(ctx.viewer), "forbidden");
  if (state !== "unconfirmed") throw new Conflict("conflict");
  await ctx.db.query("UPDATE contract_instructions SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1", [part.id, actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, "instructionConfirmed", { instruction: part.id });
  return contract.id;
};

/** "Weisung beanstandet": the processor holds it for unlawful and says so. It pauses. */
export const objectToInstruction = async (ctx: Ctx, id: string, { objection }: z.infer<typeof ObjectionForm>): Promise<string> => {
  const { contract, part, state } = await locked(ctx, id);
  allow(contractPolicy.processor(ctx.viewer, contract) || contractPolicy.draft(ctx.viewer), "forbidden");
  if (state === "withdrawn" || part.objected_at) throw new Conflict("conflict");
  await ctx.db.query("UPDATE contract_instructions SET objected_by = $2, objected_at = $3, objection = $4 WHERE id = $1", [part.id, actorOf(ctx), ctx.now, await sealNote(ctx, contract.id, "contract_instructions.objection", objection)]);
  await contractEvidence(ctx, contract, "instructionObjected", { instruction: part.id });
  return contract.id;
};

/** The privacy officer decides on an objection, or takes an instruction back. */
export const settleInstruction = async (ctx: Ctx, id: string, { settled }: z.infer<typeof SettlementForm>): Promise<string> => {
  const { contract, part, state } = await locked(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (state === "withdrawn" || (settled === "upheld" && state !== "paused")) throw new Conflict("conflict");
  await ctx.db.query("UPDATE contract_instructions SET settled = $2, settled_by = $3, settled_at = $4 WHERE id = $1", [part.id, settled, actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, settled === "upheld" ? "instructionUpheld" : "instructionWithdrawn", { instruction: part.id });
  return contract.id;
};
