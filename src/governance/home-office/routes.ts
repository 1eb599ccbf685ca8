import { Router } from "express";
import { z } from "zod";
import type { Again } from "../../identity";
import { action, page, type Ctx } from "../../privacy";
import { showAgreement } from "./agreement-page";
import { approveAgreement, sendBack, SendBackForm } from "./decide-agreement";
import { showDesk } from "./desk";
import { saveDraft, Seen, startDraft, submitAgreement, takeBack } from "./draft-agreement";
import { CauseForm, FixForm, fixItem, resumeAgreement, revokeAgreement, revokeOwn, suspendAgreement } from "./end-agreement";
import { AgreementForm, type AgreementInput } from "./form";
import { AnnounceForm, announceInspection, answerSelfCheck, closeInspection, OutcomeForm, refuseInspection, SelfCheckForm } from "./inspections";
import { listOwn, showDraft } from "./own-pages";

const Id = z.object({ id: z.uuid() });
const Inspection = Id.extend({ inspection: z.uuid() });
const OWN = "/papers/home-office", DESK = "/home-office";

const agreementAgain = (ctx: Ctx, { params, ...again }: Again & { params: { id: string } }) => showAgreement(ctx, params.id, again);
const draftAgain = (ctx: Ctx, { params, ...again }: Again & { params: { id: string } }) => showDraft(ctx, params.id, again);

const ownRoutes = Router()
  .get(OWN, page({}, (ctx) => listOwn(ctx)))
  .post(OWN, action({}, async (ctx) => ({ path: `${OWN}/${await startDraft(ctx)}/draft` })))
  .get(`${OWN}/:id`, page({ params: Id }, (ctx, { params }) => showAgreement(ctx, params.id)))
  .get(`${OWN}/:id/draft`, page({ params: Id }, (ctx, { params }) => showDraft(ctx, params.id)))
  .post(`${OWN}/:id/draft`, action({ params: Id, body: AgreementForm, again: draftAgain }, async (ctx, { params, body }) => {
    await saveDraft(ctx, params.id, body as AgreementInput);
    return { path: `${OWN}/${params.id}/draft`, notice: "homeOfficeSaved" };
  }))
  .post(`${OWN}/:id/submission`, action({ params: Id, body: Seen, again: draftAgain }, async (ctx, { params, body }) => {
    await submitAgreement(ctx, params.id, body);
    return { path: `${OWN}/${params.id}`, notice: "homeOfficeSubmitted" };
  }))
  .post(`${OWN}/:id/withdrawal`, action({ params: Id }, async (ctx, { params }) => {
    await takeBack(ctx, params.id);
    return { path: `${OWN}/${params.id}/draft`, notice: "homeOfficeTakenBack" };
  }))
  .post(`${OWN}/:id/revocation`, action({ params: Id }, async (ctx, { params }) => {
    await revokeOwn(ctx, params.id);
    return { path: OWN, notice: "homeOfficeEnded" };
  }))
  .post(`${OWN}/:id/fixes`, action({ params: Id, body: FixForm, again: agreementAgain }, async (ctx, { params, body }) => {
    await fixItem(ctx, params.id, body);
    return { path: `${OWN}/${params.id}`, notice: "homeOfficeFixed" };
  }))
  .post(`${OWN}/:id/inspections/:inspection/self-check`, action({ params: Inspection, body: SelfCheckForm, again: agreementAgain }, async (ctx, { params, body }) => {
    await answerSelfCheck(ctx, params.id, params.inspection, body);
    return { path: `${OWN}/${params.id}`, notice: "homeOfficeChecked" };
  }))
  .post(`${OWN}/:id/inspections/:inspection/refusal`, action({ params: Inspection }, async (ctx, { params }) => {
    await refuseInspection(ctx, params.id, params.inspection);
    return { path: `${OWN}/${params.id}`, notice: "homeOfficeRefused" };
  }));

const done = (id: string, notice: string) => ({ path: `${DESK}/${id}`, notice });

const deskRoutes = Router()
  .get(DESK, page({}, (ctx) => showDesk(ctx)))
  .get(`${DESK}/:id`, page({ params: Id }, (ctx, { params }) => showAgreement(ctx, params.id)))
  .post(`${DESK}/:id/approval`, action({ params: Id, body: Seen, again: agreementAgain }, async (ctx, { params, body }) => {
    await approveAgreement(ctx, params.id, body);
    return done(params.id, "homeOfficeApproved");
  }))
  .post(`${DESK}/:id/return`, action({ params: Id, body: SendBackForm, again: agreementAgain }, async (ctx, { params, body }) => {
    await sendBack(ctx, params.id, body);
    return { path: DESK, notice: "homeOfficeSentBack" };
  }))
  .post(`${DESK}/:id/suspension`, action({ params: Id, body: CauseForm, again: agreementAgain }, async (ctx, { params, body }) => {
    await suspendAgreement(ctx, params.id, body);
    return done(params.id, "homeOfficeSuspended");
  }))
  .post(`${DESK}/:id/resumption`, action({ params: Id, again: agreementAgain }, async (ctx, { params }) => {
    await resumeAgreement(ctx, params.id);
    return done(params.id, "homeOfficeResumed");
  }))
  .post(`${DESK}/:id/revocation`, action({ params: Id, body: CauseForm, again: agreementAgain }, async (ctx, { params, body }) => {
    await revokeAgreement(ctx, params.id, body);
    return done(params.id, "homeOfficeEnded");
  }))
  .post(`${DESK}/:id/inspections`, action({ params: Id, body: AnnounceForm, again: agreementAgain }, async (ctx, { params, body }) => {
    await announceInspection(ctx, params.id, body);
    return done(params.id, "homeOfficeAnnounced");
  }))
  .post(`${DESK}/:id/inspections/:inspection/outcome`, action({ params: Inspection, body: OutcomeForm, again: agreementAgain }, async (ctx, { params, body }) => {
    await closeInspection(ctx, params.id, params.inspection, body);
    return done(params.id, "homeOfficeInspected");
  }));

export const homeOfficeRoutes = Router().use(ownRoutes, deskRoutes);
