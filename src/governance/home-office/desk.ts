import { agentNames, textsFor } from "../../identity";
import type { Page } from "../../platform/http";
import { rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import { isInHouse, type Ctx } from "../../privacy";
import { stateOf, type Agreement } from "./agreement";
import { TONES } from "./agreement-page";
import { agentOf } from "./agreements";
import { MOMENTS } from "./own-pages";
import { homeOfficePolicy, type Owner } from "./policy";

export interface DeskLine { readonly path: string; readonly name: string; readonly around: string; readonly state: string; readonly tone: string; readonly from: Date; readonly until: Date }
export interface DeskPage { readonly waiting: readonly DeskLine[]; readonly held: readonly DeskLine[]; readonly contradictions: readonly { readonly name: string; readonly at: Date; readonly said: string; readonly network: string; readonly settled: boolean }[] }

interface Listed extends Pick<Agreement, "id" | "kind" | "validFrom" | "validUntil" | "submittedAt" | "leadApprovedAt" | "clientApprovedAt" | "privacyApprovedAt" | "activeFrom" | "fixesDueAt" | "fixedAt" | "endedAt" | "endedAs"> {
  suspended: boolean; agent_id: string; employer_id: string; employer: string; employer_kind: string; team_id: string | null; team: string | null; role: string; queues: string[]; approved_by: string[];
}
const ownerFrom = (one: Pick<Listed, "agent_id" | "employer_id" | "team_id" | "role" | "employer_kind" | "queues">): Owner =>
  ({ agentId: one.agent_id, employerId: one.employer_id, teamId: one.team_id, role: one.role, outsourced: one.employer_kind === "processor", queues: one.queues });

/** Everybody's agreements that are under way or in force. The policy itself picks the viewer's from them; there are few, and one rule is safer than two. */
const OPEN = `
  SELECT ${MOMENTS}, h.agent_id, h.employer_id, e.name AS employer, e.kind AS employer_kind, a.team_id, t.name AS team, a.role,
    ARRAY(SELECT q.queue_id::text FROM agent_queues q WHERE q.agent_id = a.id) AS queues,
    ARRAY(SELECT s.by_agent::text FROM home_office_steps s WHERE s.agreement_id = h.id AND s.version = h.version AND s.step = ANY('{leadApproved,clientApproved,privacyApproved}')) AS approved_by
  FROM home_office_agreements h JOIN agents a ON a.id = h.agent_id JOIN employers e ON e.id = h.employer_id LEFT JOIN teams t ON t.id = a.team_id
  WHERE h.agent_id <> $1 AND a.employer_id = h.employer_id AND h.submitted_at IS NOT NULL AND h.valid_until > $2 AND (h.ended_at IS NULL OR h.ended_at > $2) ORDER BY h.submitted_at LIMIT 2000`;

const mayHaveDesk = (role: string, inHouse: boolean): boolean => role === "lead" || (role === "privacyOfficer" && inHouse);

/** What waits for this viewer, what is in force among their people, and where a place of work was contradicted in the last 90 days. */
export const showDesk = async (ctx: Ctx): Promise<Page> => {
  const viewer = agentOf(ctx);
  if (!mayHaveDesk(viewer.standing.role, isInHouse(viewer))) throw new NotFound();
  const t = textsFor(viewer);
  const found = (await rows<Listed>(ctx.db, OPEN, [viewer.id, ctx.now])).filter((one) => homeOfficePolicy.read(viewer, ownerFrom(one)));
  const contradicted = await contradictions(ctx);
  const names = await agentNames(ctx, [...found, ...contradicted].map(({ agent_id: id }) => id));
  const lineOf = (one: Listed): DeskLine => {
    const state = stateOf(one, one.suspended, ctx.now);
    return { path: `/home-office/${one.id}`, name: names.get(one.agent_id) ?? "", around: [one.team, one.employer].filter(Boolean).join(" · "), state: t(`homeOffice.states.${state}`), tone: TONES[state], from: one.validFrom, until: new Date(one.validUntil.getTime() - 1) };
  };
  const isMine = (one: Listed): boolean => homeOfficePolicy.approve(viewer, ownerFrom(one), nextOf(one), one.approved_by);
  const model: DeskPage = {
    waiting: found.filter(isMine).map(lineOf), held: found.filter((one) => !isMine(one)).map(lineOf),
    contradictions: contradicted.map((one) => ({ name: names.get(one.agent_id) ?? "", at: one.from_at, said: one.declared_country, network: one.network_country, settled: one.settled })),
  };
  return { template: "governance/home-office/desk", model, title: t("homeOffice.desk.title") };
};

const nextOf = (one: Listed): ReturnType<Agreement["next"]> => {
  if (!one.leadApprovedAt) return "lead";
  if (one.employer_kind === "processor" && !one.clientApprovedAt) return "client";
  return one.privacyApprovedAt ? null : "privacy";
};

interface Contradicted { agent_id: string; employer_id: string; team_id: string | null; role: string; employer_kind: string; queues: string[]; from_at: Date; declared_country: string; network_country: string; settled: boolean }

/** Contradictions only: nobody's ordinary places or hours are listed anywhere (domain rule 2: not usable for performance). */
const contradictions = async (ctx: Ctx): Promise<Contradicted[]> => {
  const found = await rows<Contradicted>(ctx.db, `
    SELECT p.agent_id, a.employer_id, a.team_id, a.role, e.kind AS employer_kind, ARRAY(SELECT q.queue_id::text FROM agent_queues q WHERE q.agent_id = a.id) AS queues, p.from_at, p.declared_country, p.network_country, p.ended_by IS NOT NULL AS settled
    FROM place_declarations p JOIN agents a ON a.id = p.agent_id JOIN employers e ON e.id = a.employer_id
    WHERE p.result = 'contradiction' AND p.network_country <> 'unknown' AND p.agent_id <> $1 AND p.from_at > $2::timestamptz - interval '90 days' ORDER BY p.from_at DESC LIMIT 100`, [agentOf(ctx).id, ctx.now]);
  return found.filter((one) => ["lead", "privacy"].includes(homeOfficePolicy.capacity(ctx.viewer, ownerFrom(one)) ?? ""));
};
