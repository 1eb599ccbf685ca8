import { Router } from "express";
import { z } from "zod";
import type { Fault, FieldErrors } from "../../platform/faults";
import type { Page, Typed } from "../../platform/http";
import { action, download, page, type Ctx } from "../../privacy";
import { annexPdf, showAnnex } from "./annex/show-annex";
import { addFinding, advanceAudit, AuditForm, AuditStepForm, closeFinding, FindingForm, planAudit } from "./audits/audits";
import { showOversight } from "./audits/show-oversight";
import { showChain } from "./chain/show-chain";
import { ChainDecisionForm, decideSubProcessor, proposeSubProcessor, removeSubProcessor, SubProcessorForm } from "./chain/sub-processors";
import { loseTransfer, recordTransfer, TransferForm } from "./chain/transfers";
import { addProcessor, changeDraft, ContractForm, draftContract, VendorForm } from "./desk/draft-contract";
import { showContract } from "./desk/show-contract";
import { showDesk, showNewContract } from "./desk/show-desk";
import { archiveContract, certifyDeletion, CertificateForm, chooseExit, ExitForm, finishContract } from "./exit/exit";
import { showExit } from "./exit/show-exit";
import { decideAmendment, proposeAmendment } from "./life/amendments";
import { activateContract, approveContract, discardContract, giveNotice, NoteForm, NoticeForm, resumeContract, sendBackContract, submitContract, suspendContract, SuspensionForm, terminateContract } from "./life/steps";
import type { Returned } from "./page/forms";
import { checkClause, ClauseForm } from "./papers/clauses";
import { addContact, ContactForm, removeContact } from "./papers/contacts";
import { addDocument, DocumentForm, openDocument } from "./papers/documents";
import { confirmInstruction, InstructionForm, issueInstruction, ObjectionForm, objectToInstruction, SettlementForm, settleInstruction } from "./papers/instructions";
import { adoptMeasures, MeasuresForm } from "./papers/measures";
import { partHome } from "./papers/part-home";
import { showPapers } from "./papers/show-papers";
import { inviteOwnAgent, inviteOwnAgentAgain, namePerson, OwnInvitationForm, withdrawPerson } from "./people/name-people";
import { showPeople } from "./people/show-people";
import { AssessmentForm, recordAssessment, signOffAssessment } from "./roles/assess-role";
import { showAssessment, showAssessments } from "./roles/show-assessments";
import { keepScorecard, ScorecardForm } from "./selection/keep-scorecard";
import { showScorecard, showScorecards } from "./selection/show-scorecards";
import { TermsForm } from "./terms/terms-form";

const Contract = z.object({ contract: z.uuid() });
const Part = z.object({ id: z.uuid() });
const Person = z.object({ person: z.uuid() });
const Nothing = z.object({});

type Show = (ctx: Ctx, id: string, returned: Returned | null) => Promise<Page>;
type Back = { typed: Typed; errors: FieldErrors; fault: Fault };
const returnedTo = (form: string, { typed, errors, fault }: Back): Returned => ({ form, typed, errors, fault });

/** A command on one contract: its form comes back on its page, what succeeds leads there again. */
const onContract = <B extends z.ZodType>(body: B, show: Show, parts: { form: string | ((typed: Typed) => string); tab?: string; notice: string }, work: (ctx: Ctx, id: string, body: z.infer<B>) => Promise<unknown>) =>
  action({ params: Contract, body, again: (ctx, { params, ...back }) => show(ctx, params.contract, returnedTo(typeof parts.form === "string" ? parts.form : parts.form(back.typed), back)) }, async (ctx, input) => {
    await work(ctx, input.params.contract, input.body);
    return { path: `/contracts/${input.params.contract}${parts.tab ? `/${parts.tab}` : ""}`, notice: parts.notice };
  });

/** The same on a part of a contract, found by its own id. */
const onPart = <B extends z.ZodType>(body: B, show: Show, parts: { table: Parameters<typeof partHome>[1]; form: (id: string, typed: Typed) => string; tab: string; notice: string }, work: (ctx: Ctx, id: string, body: z.infer<B>) => Promise<string>) =>
  action({ params: Part, body, again: async (ctx, { params, ...back }) => show(ctx, await partHome(ctx, parts.table, params.id), returnedTo(parts.form(params.id, back.typed), back)) }, async (ctx, input) => (
    { path: `/contracts/${await work(ctx, input.params.id, input.body)}/${parts.tab}`, notice: parts.notice }));

const saved = "contractSaved";

/** The life of a contract: one step a route. */
const lifeRoutes = Router()
  .post("/contracts/:contract", onContract(ContractForm, showContract, { form: "contract", notice: saved }, changeDraft))
  .post("/contracts/:contract/submission", onContract(Nothing, showContract, { form: "submit", notice: saved }, submitContract))
  .post("/contracts/:contract/return", onContract(NoteForm, showContract, { form: "sendBack", notice: saved }, sendBackContract))
  .post("/contracts/:contract/approval", onContract(Nothing, showContract, { form: "approve", notice: saved }, approveContract))
  .post("/contracts/:contract/activation", onContract(Nothing, showContract, { form: "activate", notice: "contractActive" }, activateContract))
  .post("/contracts/:contract/amendments", onContract(TermsForm, showContract, { form: "amend", notice: saved }, proposeAmendment))
  .post("/contracts/:contract/amendment-decision", onContract(z.object({ decision: z.enum(["approved", "rejected"], "form.choose") }), showContract, { form: ({ decision }) => `amendment-${decision}`, notice: saved }, (ctx, id, { decision }) => decideAmendment(ctx, id, decision)))
  .post("/contracts/:contract/suspension", onContract(SuspensionForm, showContract, { form: "suspend", notice: "contractSuspended" }, suspendContract))
  .post("/contracts/:contract/resumption", onContract(NoteForm, showContract, { form: "resume", notice: saved }, resumeContract))
  .post("/contracts/:contract/notice", onContract(NoticeForm, showContract, { form: "notice", notice: saved }, giveNotice))
  .post("/contracts/:contract/termination", onContract(SuspensionForm, showContract, { form: "terminate", notice: "contractEnded" }, terminateContract))
  .post("/contracts/:contract/discarding", onContract(Nothing, showContract, { form: "discard", notice: saved }, discardContract))
  .post("/contracts/:contract/exit", onContract(ExitForm, showExit, { form: "exit-choice", tab: "exit", notice: saved }, chooseExit))
  .post("/contracts/:contract/end", onContract(Nothing, showExit, { form: "finish", tab: "exit", notice: saved }, finishContract))
  .post("/contracts/:contract/certificate", onContract(CertificateForm, showExit, { form: "certificate", tab: "exit", notice: saved }, certifyDeletion))
  .post("/contracts/:contract/archiving", onContract(Nothing, showExit, { form: "archive", tab: "exit", notice: saved }, archiveContract));

/** What proves and surrounds a contract. */
const paperRoutes = Router()
  .post("/contracts/:contract/clauses", onContract(ClauseForm, showPapers, { form: "clause", tab: "papers", notice: saved }, checkClause))
  .post("/contracts/:contract/documents", action({ params: Contract, body: DocumentForm, uploads: { maxFiles: 1 }, again: (ctx, { params, ...back }) => showPapers(ctx, params.contract, returnedTo("document", back)) }, async (ctx, { params, body, uploads }) => {
    await addDocument(ctx, params.contract, body, uploads);
    return { path: `/contracts/${params.contract}/papers`, notice: saved };
  }))
  .get("/contract-documents/:id", download({ params: Part }, (ctx, { params }) => openDocument(ctx, params.id)))
  .post("/contracts/:contract/instructions", onContract(InstructionForm, showPapers, { form: "instruction", tab: "papers", notice: saved }, issueInstruction))
  .post("/contract-instructions/:id/confirmation", onPart(Nothing, showPapers, { table: "contract_instructions", form: (id) => `confirm-${id}`, tab: "papers", notice: saved }, confirmInstruction))
  .post("/contract-instructions/:id/objection", onPart(ObjectionForm, showPapers, { table: "contract_instructions", form: (id) => `object-${id}`, tab: "papers", notice: saved }, objectToInstruction))
  .post("/contract-instructions/:id/settlement", onPart(SettlementForm, showPapers, { table: "contract_instructions", form: (id, { settled }) => `${settled}-${id}`, tab: "papers", notice: saved }, settleInstruction))
  .post("/contracts/:contract/contacts", onContract(ContactForm, showPapers, { form: "contact", tab: "papers", notice: saved }, addContact))
  .post("/contracts/:contract/contact-removal", onContract(z.object({ contact: z.uuid() }), showPapers, { form: ({ contact }) => `remove-${contact}`, tab: "papers", notice: saved }, (ctx, id, { contact }) => removeContact(ctx, id, contact)))
  .post("/contracts/:contract/sub-processors", onContract(SubProcessorForm, showChain, { form: "sub-processor", tab: "chain", notice: saved }, proposeSubProcessor))
  .post("/sub-processors/:id/decision", onPart(ChainDecisionForm, showChain, { table: "sub_processors", form: (id, { decision }) => `${decision}-${id}`, tab: "chain", notice: saved }, decideSubProcessor))
  .post("/sub-processors/:id/removal", onPart(Nothing, showChain, { table: "sub_processors", form: (id) => `remove-${id}`, tab: "chain", notice: saved }, removeSubProcessor))
  .post("/contracts/:contract/transfers", onContract(TransferForm, showChain, { form: "transfer", tab: "chain", notice: saved }, recordTransfer))
  .post("/transfers/:id/loss", onPart(Nothing, showChain, { table: "transfers", form: (id) => `lost-${id}`, tab: "chain", notice: "transferLost" }, loseTransfer))
  .post("/contracts/:contract/measures", onContract(MeasuresForm, showOversight, { form: "measures-form", tab: "oversight", notice: saved }, adoptMeasures))
  .post("/contracts/:contract/audits", onContract(AuditForm, showOversight, { form: "audit", tab: "oversight", notice: saved }, planAudit))
  .post("/contract-audits/:id/steps", onPart(AuditStepForm, showOversight, { table: "contract_audits", form: (id, { state }) => `${state}-${id}`, tab: "oversight", notice: saved }, advanceAudit))
  .post("/contract-audits/:id/findings", onPart(FindingForm, showOversight, { table: "contract_audits", form: (id) => `finding-${id}`, tab: "oversight", notice: saved }, addFinding))
  .post("/audit-findings/:id/closure", onPart(Nothing, showOversight, { table: "audit_findings", form: (id) => `close-${id}`, tab: "oversight", notice: saved }, closeFinding));

const peopleRoutes = Router()
  .post("/contracts/:contract/person-naming", onContract(Person, showPeople, { form: ({ person }) => `namePerson-${person}`, tab: "people", notice: saved }, (ctx, id, { person }) => namePerson(ctx, id, person)))
  .post("/contracts/:contract/person-withdrawal", onContract(Person, showPeople, { form: ({ person }) => `withdrawPerson-${person}`, tab: "people", notice: "personWithdrawn" }, (ctx, id, { person }) => withdrawPerson(ctx, id, person)))
  .post("/contracts/:contract/person-invitation", onContract(Person, showPeople, { form: ({ person }) => `inviteAgain-${person}`, tab: "people", notice: "identityInvited" }, (ctx, id, { person }) => inviteOwnAgentAgain(ctx, id, person)))
  .post("/contracts/:contract/invitations", onContract(OwnInvitationForm, showPeople, { form: "invitation", tab: "people", notice: "identityInvited" }, inviteOwnAgent));

const choiceRoutes = Router()
  .get("/role-assessments", page({}, (ctx) => showAssessments(ctx)))
  .post("/role-assessments", action({ body: AssessmentForm, again: (ctx, back) => showAssessments(ctx, returnedTo("assessment", back)) }, async (ctx, { body }) => ({ path: `/role-assessments/${await recordAssessment(ctx, body)}`, notice: saved })))
  .get("/role-assessments/:id", page({ params: Part }, (ctx, { params }) => showAssessment(ctx, params.id)))
  .post("/role-assessments/:id/sign-off", action({ params: Part, again: (ctx, { params, ...back }) => showAssessment(ctx, params.id, returnedTo("sign-off", back)) }, async (ctx, { params }) => {
    await signOffAssessment(ctx, params.id);
    return { path: `/role-assessments/${params.id}`, notice: saved };
  }))
  .get("/scorecards", page({}, (ctx) => showScorecards(ctx)))
  .post("/scorecards", action({ body: ScorecardForm, again: (ctx, back) => showScorecards(ctx, returnedTo("scorecard", back)) }, async (ctx, { body }) => ({ path: `/scorecards/${await keepScorecard(ctx, body)}`, notice: saved })))
  .get("/scorecards/:id", page({ params: Part }, (ctx, { params }) => showScorecard(ctx, params.id)));

/** The contract desk. */
export const processorRoutes = Router()
  .get("/contracts", page({}, (ctx) => showDesk(ctx)))
  .get("/contracts/new", page({}, (ctx) => showNewContract(ctx)))
  .post("/contracts", action({ body: ContractForm, again: (ctx, back) => showNewContract(ctx, returnedTo("contract", back)) }, async (ctx, { body }) => ({ path: `/contracts/${await draftContract(ctx, body)}`, notice: saved })))
  .post("/contracts/processors", action({ body: VendorForm, again: (ctx, back) => showDesk(ctx, returnedTo("vendor", back)) }, async (ctx, { body }) => {
    await addProcessor(ctx, body);
    return { path: "/contracts", notice: saved };
  }))
  .get("/contracts/:contract", page({ params: Contract }, (ctx, { params }) => showContract(ctx, params.contract)))
  .get("/contracts/:contract/papers", page({ params: Contract }, (ctx, { params }) => showPapers(ctx, params.contract)))
  .get("/contracts/:contract/chain", page({ params: Contract }, (ctx, { params }) => showChain(ctx, params.contract)))
  .get("/contracts/:contract/oversight", page({ params: Contract }, (ctx, { params }) => showOversight(ctx, params.contract)))
  .get("/contracts/:contract/people", page({ params: Contract }, (ctx, { params }) => showPeople(ctx, params.contract)))
  .get("/contracts/:contract/exit", page({ params: Contract }, (ctx, { params }) => showExit(ctx, params.contract)))
  .get("/contracts/:contract/annex", page({ params: Contract }, (ctx, { params }) => showAnnex(ctx, params.contract)))
  .get("/contracts/:contract/annex.pdf", download({ params: Contract }, (ctx, { params }) => annexPdf(ctx, params.contract)))
  .use(lifeRoutes, paperRoutes, peopleRoutes, choiceRoutes);
