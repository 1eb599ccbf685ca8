import { rows } from "../../../platform/database";
import type { Page } from "../../../platform/http";
import type { Ctx } from "../../../privacy";
import { findContract, type Contract } from "../desk/contracts";
import { contractPage } from "../desk/frame";
import { CLAUSES } from "../life/readiness";
import { UNSIGNED } from "../life/states";
import { contractPolicy } from "../policy";
import { formView, optionsOf, type FormSpec, type Returned } from "../page/forms";
import { cell, section, type Section } from "../page/sections";
import { actorsOf, momentText, textsOf } from "../page/words";
import { DUTIES, listContacts } from "./contacts";
import { DOCUMENTS } from "./documents";
import { CHANNELS, instructionState, type InstructionFacts, type InstructionState } from "./instructions";
import { openNotes } from "./sealed-notes";

/** What proves the contract: clauses, documents, instructions, and whom to reach. */
export const showPapers = async (ctx: Ctx, id: string, returned: Returned | null = null): Promise<Page> => {
  const contract = await findContract(ctx, id);
  return contractPage(ctx, contract, { tab: "papers", returned, sections: [await clauseSection(ctx, contract, returned), await documentSection(ctx, contract, returned), await instructionSection(ctx, contract, returned), await contactSection(ctx, contract, returned)] });
};

const clauseSection = async (ctx: Ctx, contract: Contract, returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const found = await rows<{ clause: string; evidence: Buffer; checked_by: string | null; checked_at: Date }>(ctx.db, "SELECT clause, evidence, checked_by, checked_at FROM contract_clauses WHERE contract_id = $1", [contract.id]);
  const [texts, actor] = [await openNotes(ctx, found.map(({ evidence }) => ({ paper: contract.id, place: "contract_clauses.evidence", bytes: evidence }))), await actorsOf(ctx, found.map(({ checked_by: by }) => by))];
  const checked = new Map(found.map((one, index) => [one.clause, t("processors.clauseProof", { evidence: texts[index]!, who: actor(one.checked_by), when: momentText(ctx, one.checked_at) })]));
  return section({
    id: "clauses", title: t("processors.clauses"), icon: "checklist", text: t("processors.clausesText"), checks: CLAUSES.map((clause) => ({ text: t(`processors.clause.${clause}`), done: checked.has(clause), note: checked.get(clause) ?? "" })),
    forms: contractPolicy.draft(ctx.viewer) && UNSIGNED.includes(contract.state) ? [formView(t, { id: "clause", path: `/contracts/${contract.id}/clauses`, act: "checkClause", fields: [
      { name: "clause", kind: "select", required: true, empty: t("processors.choose"), options: optionsOf(t, "clause", [...CLAUSES]), value: CLAUSES.find((clause) => !checked.has(clause)) }, { name: "evidence", kind: "text", required: true, hint: true, max: 500 }] }, returned)] : [],
  });
};

const documentSection = async (ctx: Ctx, contract: Contract, returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const found = await rows<{ id: string; kind: string; file_name: Buffer; size: number; added_by: string | null; added_at: Date }>(ctx.db, "SELECT id, kind, file_name, size, added_by, added_at FROM contract_documents WHERE contract_id = $1 ORDER BY added_at DESC", [contract.id]);
  const [names, actor] = [await openNotes(ctx, found.map(({ file_name: name }) => ({ paper: contract.id, place: "contract_documents.file_name", bytes: name }))), await actorsOf(ctx, found.map(({ added_by: by }) => by))];
  return section({
    id: "documents", title: t("processors.documents"), icon: "paperclip", empty: t("processors.noDocuments"),
    table: { label: t("processors.documents"), head: ["document", "kind", "added"].map((key) => t(`processors.column.${key}`)), lines: found.map(({ id, kind, size, added_by: by, added_at: at }, index) => ({ forms: [], cells: [
      cell(names[index] || id.slice(0, 8), { path: `/contract-documents/${id}`, note: t("processors.kilobytes", { count: Math.max(1, Math.round(size / 1024)) }) }), cell(t(`processors.document.${kind}`)), cell(momentText(ctx, at), { note: actor(by) })] })) },
    forms: contractPolicy.draft(ctx.viewer) ? [formView(t, { id: "document", path: `/contracts/${contract.id}/documents`, act: "addDocument", fields: [
      { name: "kind", kind: "select", required: true, options: optionsOf(t, "document", DOCUMENTS), empty: t("processors.choose") }, { name: "file", kind: "file", required: true, hint: true }] }, returned)] : [],
  });
};

const TONE: Readonly<Record<InstructionState, string>> = { unconfirmed: "warning", inForce: "success", paused: "danger", withdrawn: "outline" };
interface Stored extends InstructionFacts { id: string; number: number; text: Buffer; objection: Buffer | null; issued_by: string | null; issued_at: Date }

const instructionSection = async (ctx: Ctx, contract: Contract, returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const found = await rows<Stored>(ctx.db, "SELECT * FROM contract_instructions WHERE contract_id = $1 ORDER BY number DESC", [contract.id]);
  const texts = await openNotes(ctx, found.flatMap(({ text, objection }) => [{ paper: contract.id, place: "contract_instructions.text", bytes: text }, { paper: contract.id, place: "contract_instructions.objection", bytes: objection }]));
  const actor = await actorsOf(ctx, found.map(({ issued_by: by }) => by));
  return section({
    id: "instructions", title: t("processors.instructions"), icon: "gavel", text: t("processors.instructionsText"), empty: t("processors.noInstructions"),
    table: { label: t("processors.instructions"), head: ["number", "instruction", "issued", "state"].map((key) => t(`processors.column.${key}`)), lines: found.map((one, index) => {
      const state = instructionState(one);
      return {
        cells: [cell(String(one.number)), cell(texts[index * 2]!, { note: texts[index * 2 + 1] ? t("processors.objected", { text: texts[index * 2 + 1]! }) : "" }), cell(momentText(ctx, one.issued_at), { note: `${t(`processors.channel.${one.channel}`)}, ${actor(one.issued_by)}` }), cell(t(`processors.instruction.${state}`), { tone: TONE[state] })],
        forms: instructionForms(ctx, contract, one, state).map((spec) => formView(t, spec, returned)),
      };
    }) },
    forms: contractPolicy.draft(ctx.viewer) ? [formView(t, { id: "instruction", path: `/contracts/${contract.id}/instructions`, act: "instruct", fields: [
      { name: "text", kind: "textarea", required: true, label: "instruction", hint: true }, { name: "channel", kind: "select", required: true, options: optionsOf(t, "channel", CHANNELS), empty: t("processors.choose") }] }, returned)] : [],
  });
};

const instructionForms = (ctx: Ctx, contract: Contract, { id, objected_at: objected }: Stored, state: InstructionState): FormSpec[] => {
  const either = contractPolicy.processor(ctx.viewer, contract) || contractPolicy.draft(ctx.viewer);
  const settle = (settled: string, act: string): FormSpec => ({ id: `${settled}-${id}`, path: `/contract-instructions/${id}/settlement`, act, fields: [{ name: "settled", kind: "hidden", value: settled }] });
  return [
    ...(either && state === "unconfirmed" ? [{ id: `confirm-${id}`, path: `/contract-instructions/${id}/confirmation`, act: "confirmInstruction" }] : []),
    ...(either && state !== "withdrawn" && !objected ? [{ id: `object-${id}`, path: `/contract-instructions/${id}/objection`, act: "objectInstruction", fields: [{ name: "objection", kind: "textarea", required: true } as const] }] : []),
    ...(contractPolicy.officer(ctx.viewer) && state === "paused" ? [settle("upheld", "upholdInstruction")] : []),
    ...(contractPolicy.officer(ctx.viewer) && state !== "withdrawn" ? [settle("withdrawn", "withdrawInstruction")] : []),
  ];
};

const contactSection = async (ctx: Ctx, contract: Contract, returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const keeps = contractPolicy.draft(ctx.viewer) || contractPolicy.processor(ctx.viewer, contract);
  const contacts = await listContacts(ctx, contract);
  return section({
    id: "contacts", title: t("processors.contacts"), icon: "users", empty: t("processors.noContacts"),
    table: { label: t("processors.contacts"), head: ["duty", "name", "email", "phone"].map((key) => t(`processors.column.${key}`)), lines: contacts.map(({ id, duty, name, email, phone }) => ({
      cells: [cell(t(`processors.duty.${duty}`)), cell(name || t("processors.somebody")), cell(email), cell(phone)],
      forms: keeps ? [formView(t, { id: `remove-${id}`, path: `/contracts/${contract.id}/contact-removal`, act: "removeContact", fields: [{ name: "contact", kind: "hidden", value: id }] }, returned)] : [],
    })) },
    forms: keeps ? [formView(t, { id: "contact", path: `/contracts/${contract.id}/contacts`, act: "addContact", fields: [
      { name: "duty", kind: "select", required: true, options: optionsOf(t, "duty", DUTIES), empty: t("processors.choose") }, { name: "name", kind: "text", required: true, max: 120 }, { name: "email", kind: "email", required: true }, { name: "phone", kind: "tel", max: 60 }] }, returned)] : [],
  });
};
