import { Router, type Request } from "express";
import { z } from "zod";
import { allow, Forbidden, NotFound } from "../../platform/faults";
import { askPasswordOrFactor, proofOf } from "../../identity";
import { networkOf } from "../../platform/networks";
import { action, download, isAgent, page, type AgentViewer, type Ctx } from "../../privacy";
import { acknowledge, AcknowledgeForm } from "./acknowledge";
import { certificatePdf, recordedBy } from "./certificate";
import { checkCertificate, CheckQuery } from "./check-certificate";
import { declareWithdrawal, DeclineForm, refuseAcknowledgement } from "./decline";
import { demandByHand, DemandForm } from "./demand";
import { BoardQuery, showBoard, showPerson, showRules } from "./desk-pages";
import { decideInstruction, DecisionForm, InstructionForm, noteInstruction } from "./instruct";
import { showOwn, showRead } from "./own-pages";
import { acknowledgementPolicy } from "./policy";
import { changeRules, RulesForm } from "./rules";

const own = ({ viewer }: Ctx): AgentViewer => { if (!isAgent(viewer)) throw new Forbidden(); return viewer; };
const One = z.object({ id: z.uuid() });
const network = (req: Request): string => networkOf(req.ip);

/** What everybody does with their own acknowledgement. */
const ownRoutes = Router()
  .get("/papers/acknowledgement", page({}, (ctx) => showOwn(ctx, own(ctx))))
  .post("/papers/acknowledgement/refusal", action({ body: DeclineForm, again: (ctx, again) => showOwn(ctx, own(ctx), "refusal", again) }, async (ctx, { body }, req) => {
    await refuseAcknowledgement(ctx, own(ctx), { ...body, network: network(req) });
    return { path: "/papers/acknowledgement", notice: "acknowledgementRefused" };
  }))
  .post("/papers/acknowledgement/withdrawal", action({ body: DeclineForm, again: (ctx, again) => showOwn(ctx, own(ctx), "withdrawal", again) }, async (ctx, { body }, req) => {
    await declareWithdrawal(ctx, own(ctx), { ...body, network: network(req) });
    return { path: "/papers/acknowledgement", notice: "acknowledgementWithdrawn" };
  }))
  .get("/papers/acknowledgement/certificates/:id", download({ params: One }, async (ctx, { params }) => {
    const recorded = await recordedBy(ctx, params.id);
    if (!recorded || !acknowledgementPolicy.read(ctx.viewer, recorded)) throw new NotFound();
    return certificatePdf(ctx, params.id);
  }))
  .get("/papers/acknowledgement/:id", page({ params: One }, (ctx, { params }) => showRead(ctx, own(ctx), params.id)))
  .post("/papers/acknowledgement/:id", ...askPasswordOrFactor, action({ params: One, body: AcknowledgeForm, again: (ctx, { params, ...again }) => showRead(ctx, own(ctx), params.id, again) }, async (ctx, { params, body }, req) => {
    await acknowledge(ctx, own(ctx), params.id, body, { proof: proofOf(req), network: network(req) });
    return { path: "/papers/acknowledgement", notice: "acknowledged" };
  }))
  .get("/certificates", page({ query: CheckQuery }, (ctx, { query }) => checkCertificate(ctx, query)));

/** The board of whoever answers for people, and what is decided there. */
const deskRoutes = Router()
  .get("/acknowledgements", page({ query: BoardQuery }, (ctx, { query }) => showBoard(ctx, query)))
  .get("/acknowledgements/rules", page({}, (ctx) => showRules(ctx)))
  .post("/acknowledgements/rules", action({ body: RulesForm, again: showRules }, async (ctx, { body }) => {
    allow(acknowledgementPolicy.setRules(ctx.viewer), "forbidden");
    await changeRules(ctx, body);
    return { path: "/acknowledgements/rules", notice: "acknowledgementRules" };
  }))
  .get("/acknowledgements/people/:id", page({ params: One }, (ctx, { params }) => showPerson(ctx, params.id)))
  .post("/acknowledgements/people/:id/demand", action({ params: One, body: DemandForm, again: (ctx, { params, ...again }) => showPerson(ctx, params.id, "demand", again) }, async (ctx, { params, body }) => {
    await demandByHand(ctx, params.id, body);
    return { path: `/acknowledgements/people/${params.id}`, notice: "acknowledgementDemanded" };
  }))
  .post("/acknowledgements/people/:id/instruction", action({ params: One, body: InstructionForm, again: (ctx, { params, ...again }) => showPerson(ctx, params.id, "instruction", again) }, async (ctx, { params, body }) => {
    await noteInstruction(ctx, params.id, body);
    return { path: `/acknowledgements/people/${params.id}`, notice: "instructionNoted" };
  }))
  .post("/acknowledgements/instructions/:id/decision", action({ params: One, body: DecisionForm }, async (ctx, { params, body }) => {
    const person = await decideInstruction(ctx, params.id, body);
    return { path: `/acknowledgements/people/${person}`, notice: "instructionDecided" };
  }));

export const acknowledgementRoutes = Router().use(ownRoutes, deskRoutes);
