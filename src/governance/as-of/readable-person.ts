import { z } from "zod";
import { row } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import { openStaff, sealedAt, type AgentViewer, type Ctx } from "../../privacy";
import { paperPolicy } from "../papers/policy";
import { readMoment, type Moment } from "./moment";
import { standingAsOf, type StandingThen } from "./standing-as-of";

export const AsOfQuery = z.object({ at: z.string().max(40).default("") });
export const Person = z.object({ id: z.uuid() });

/** What is said about a moment where there is no answer: a key below `readiness.asOf.`. */
export type NoAnswer = "unreadable" | "never" | "twice" | "future" | "notHere" | "notYours";
export interface Asked {
  readonly id: string; readonly name: string; readonly moment: Moment; readonly at: Date;
  readonly then: StandingThen | null; readonly because: NoAnswer | null;
}

/**
 * One question about one person, answered or refused with a reason. Somebody whose papers one may not read is not there
 * (NotFound); a moment at which they were in another team or company is not a lead's to ask.
 */
export const askAsOf = async (ctx: Ctx, id: string, text: string): Promise<Asked> => {
  const viewer = ctx.viewer as AgentViewer;
  const found = await row<{ name: Buffer; employer_id: string; team_id: string | null }>(ctx.db, "SELECT name, employer_id, team_id FROM agents WHERE id = $1", [id]);
  if (!found || !paperPolicy.read(viewer, { agentId: id, employerId: found.employer_id, teamId: found.team_id })) throw new NotFound();
  const [name] = await openStaff(ctx, [{ agentId: id, value: sealedAt("agents.name", found.name) }]);
  const moment: Moment = text === "" ? { kind: "one", at: ctx.now } : readMoment(text);
  const at = moment.kind === "one" ? moment.at : ctx.now;
  const asked = { id, name: name ?? "", moment, at };
  if (moment.kind !== "one") return { ...asked, then: null, because: moment.kind };
  if (at > ctx.now) return { ...asked, then: null, because: "future" };
  const then = await standingAsOf(ctx, id, at, viewer.locale);
  if (!then) return { ...asked, then: null, because: "notHere" };
  const theirs = paperPolicy.read(viewer, { agentId: id, employerId: then.employer.id, teamId: then.team?.id ?? null });
  return theirs ? { ...asked, then, because: null } : { ...asked, then: null, because: "notYours" };
};
