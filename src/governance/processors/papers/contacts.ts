import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row, rows } from "../../../platform/database";
import { allow, NotFound } from "../../../platform/faults";
import { createSealer, destroyKey, openStaff, sealedAt, type Ctx } from "../../../privacy";
import { findContract, lockContract, type Contract } from "../desk/contracts";
import { actorOf, contractEvidence } from "../life/enter";
import { contractPolicy } from "../policy";

export const DUTIES = ["privacy", "security", "operations", "management"] as const;
export const ContactForm = z.object({
  duty: z.enum(DUTIES, "form.choose"), name: z.string("form.required").trim().min(1, "form.required").max(120, "form.tooLong"),
  email: z.string("form.required").trim().max(400, "form.email").regex(/^[^\s@]+@[^\s@]+$/, "form.email"), phone: z.string().trim().max(60, "form.tooLong").default(""),
});

export interface Contact { readonly id: string; readonly duty: (typeof DUTIES)[number]; readonly name: string; readonly email: string; readonly phone: string }

/** Whom to reach at the processor: natural persons, each under a key of their own. */
export const listContacts = async (ctx: Ctx, { employerId }: Pick<Contract, "employerId">): Promise<Contact[]> => {
  const found = await rows<{ id: string; duty: Contact["duty"]; name: Buffer; email: Buffer; phone: Buffer | null }>(ctx.db, "SELECT id, duty, name, email, phone FROM processor_contacts WHERE employer_id = $1 ORDER BY duty, added_at", [employerId]);
  const opened = await openStaff(ctx, found.flatMap(({ id, name, email, phone }) => [
    { agentId: id, value: sealedAt("processor_contacts.name", name) }, { agentId: id, value: sealedAt("processor_contacts.email", email) }, { agentId: id, value: sealedAt("processor_contacts.phone", phone) },
  ]));
  return found.map(({ id, duty }, index) => ({ id, duty, name: opened[index * 3] ?? "", email: opened[index * 3 + 1] ?? "", phone: opened[index * 3 + 2] ?? "" }));
};

/** The controller's people and the processor's own lead keep the list. */
export const addContact = async (ctx: Ctx, id: string, { duty, name, email, phone }: z.infer<typeof ContactForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer) || contractPolicy.processor(ctx.viewer, contract), "forbidden");
  const contact = randomUUID();
  const sealer = await createSealer(ctx, contact);
  await ctx.db.query("INSERT INTO processor_contacts (id, employer_id, duty, name, email, phone, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", [
    contact, contract.employerId, duty, sealer.seal("processor_contacts.name", name).toPostgres(), sealer.seal("processor_contacts.email", email).toPostgres(), phone ? sealer.seal("processor_contacts.phone", phone).toPostgres() : null, actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, "contactAdded", { contact, duty });
};

/** Removes a contact person and destroys their key: nothing of them is needed as proof. */
export const removeContact = async (ctx: Ctx, id: string, contactId: string): Promise<void> => {
  const contract = await findContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer) || contractPolicy.processor(ctx.viewer, contract), "forbidden");
  const gone = await row(ctx.db, "DELETE FROM processor_contacts WHERE id = $1 AND employer_id = $2 RETURNING id", [contactId, contract.employerId]);
  if (!gone) throw new NotFound();
  await destroyKey(ctx.db, contactId, ctx.now);
  await contractEvidence(ctx, contract, "contactRemoved", { contact: contactId });
};
