import { z } from "zod";
import { row, rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import type { Page } from "../../platform/http";
import { agentNames, fieldsOf, FRESH, localeOfViewer, optionsOf, textsFor, type Again, type Field, type Option } from "../../identity";
import { append, isAgent, openStaff, sealedAt, type Ctx } from "../../privacy";
import { conflictIn } from "../documents";
import { factText } from "../evidence";
import { paperPolicy } from "../papers/policy";
import { acknowledgementPolicy } from "./policy";
import { peopleWithin, personBy, standingOf, type Person } from "./people";
import { rulesNow } from "./rules";
import { STATE_TONES, standingText } from "./own-pages";
import { STATES, type State } from "./state";

export const BoardQuery = z.object({ state: z.enum([...STATES, "all"]).catch("all").default("all") });

export interface BoardPage {
  readonly scope: string; readonly maySetRules: boolean; readonly shown: string;
  readonly stats: readonly { label: string; value: string; tone: string; path: string }[];
  readonly people: readonly { id: string; name: string; around: string; state: string; tone: string; text: string; endsAt: Date | null; path: string }[];
}

const ORDER: readonly State[] = ["refused", "withdrawalDeclared", "expired", "pending", "reAckDue", "acknowledged", "ended"];

/** Who is missing what: the lead's own team, a processor's own people, for privacy everybody. Throws NotFound for everybody else. */
export const showBoard = async (ctx: Ctx, { state: shown }: z.infer<typeof BoardQuery>): Promise<Page> => {
  const { viewer } = ctx;
  const scope = paperPolicy.scope(viewer);
  if (!scope) throw new NotFound();
  const t = textsFor(viewer);
  const people = (await peopleWithin(ctx, scope)).map((person) => ({ person, standing: standingOf(person, ctx.now) }));
  const names = await agentNames(ctx, people.map(({ person }) => person.agentId));
  const lines = people.filter(({ standing }) => shown === "all" || standing.state === shown).map(({ person, standing }) => ({
    id: person.agentId, name: names.get(person.agentId) ?? t("identity.people.erased"), around: [t(`identity.roles.${person.role}`), person.employer, person.team].filter(Boolean).join(" · "),
    state: t(`acknowledgements.state.${standing.state}`), tone: STATE_TONES[standing.state], text: standingText(ctx, standing), endsAt: standing.endsAt, path: `/acknowledgements/people/${person.agentId}`, rank: ORDER.indexOf(standing.state),
  })).sort((a, b) => a.rank - b.rank || (a.endsAt?.getTime() ?? 0) - (b.endsAt?.getTime() ?? 0) || a.name.localeCompare(b.name, localeOfViewer(viewer)));
  const model: BoardPage = {
    scope: t(`readiness.scope.${scope.kind}`), maySetRules: acknowledgementPolicy.setRules(viewer), shown: shown === "all" ? t("acknowledgements.board.all") : t(`acknowledgements.state.${shown}`),
    stats: [{ label: t("acknowledgements.board.all"), value: String(people.length), tone: "neutral", path: "/acknowledgements" }, ...ORDER.filter((state) => people.some(({ standing }) => standing.state === state)).map((state) => (
      { label: t(`acknowledgements.state.${state}`), value: String(people.filter(({ standing }) => standing.state === state).length), tone: STATE_TONES[state], path: `/acknowledgements?state=${state}` }))],
    people: lines.map(({ rank: _rank, ...line }) => line),
  };
  return { template: "governance/acknowledgements/board", model, title: t("acknowledgements.board.title") };
};

interface Instruction { id: string; noted_at: Date; noted_by: string; note: Buffer; decided_at: Date | null; approved: boolean | null }
export interface PersonPage {
  readonly id: string; readonly name: string; readonly around: string; readonly state: string; readonly tone: string; readonly text: string; readonly inHouse: boolean; readonly own: boolean; readonly mayDemand: boolean; readonly mayInstruct: boolean; readonly mayEvidence: boolean; readonly problem: string;
  readonly open: { readonly id: string; readonly at: Date; readonly by: string; readonly note: string; readonly mayDecide: boolean } | null;
  readonly events: readonly { at: Date; title: string; text: string }[];
  readonly demand: Record<"form" | "reason" | "note", Field>; readonly reasons: readonly Option[]; readonly instruction: Record<"form" | "day" | "note" | "witnessed", Field>; readonly today: string;
}
export type DeskForm = "demand" | "instruction";

/** What happened, as codes of the evidence say it; notes stay closed here. */
const eventsOf = async (ctx: Ctx, person: Person): Promise<PersonPage["events"]> => {
  const t = textsFor(ctx.viewer);
  const found = await rows<{ at: Date; fact: string; version: string | null; reason: string | null }>(ctx.db, "SELECT at, fact, detail ->> 'version' AS version, detail ->> 'reason' AS reason FROM evidence WHERE agent_id = $1 AND kind = 'acknowledgement' ORDER BY position DESC LIMIT 100", [person.agentId]);
  return found.map(({ at, fact, version, reason }) => ({ at, title: factText(t, fact), text: [version ? t("documents.versionOf", { version }) : "", reason ? t(`acknowledgements.reason.${reason}`) : ""].filter(Boolean).join(" · ") }));
};

/** The open note of an instruction, opened for whoever decides; that look stands in the access log. */
const openInstruction = async (ctx: Ctx, person: Person): Promise<PersonPage["open"]> => {
  const found = await row<Instruction>(ctx.db, `SELECT i.id, i.noted_at, i.noted_by, v.note, i.decided_at, i.approved FROM acknowledgement_instructions i JOIN evidence v ON v.id = i.evidence_id WHERE i.agent_id = $1 AND i.decided_at IS NULL`, [person.agentId]);
  if (!found) return null;
  const t = textsFor(ctx.viewer);
  const mayDecide = acknowledgementPolicy.decideInstruction(ctx.viewer, person, found.noted_by);
  const [note] = mayDecide ? await openStaff(ctx, [{ agentId: person.agentId, value: sealedAt("evidence.note", found.note) }]) : [""];
  if (mayDecide) await append(ctx, [{ action: "view", subjects: [person.agentId], ticket: null, forms: { correspondence: "clear" }, purpose: "audit", count: 1, detail: { what: "instructionNote" } }]);
  const by = (await agentNames(ctx, [found.noted_by])).get(found.noted_by) ?? t("identity.people.erased");
  return { id: found.id, at: found.noted_at, by, note: note ?? "", mayDecide };
};

/** One person's acknowledgement for whoever answers for them. */
export const showPerson = async (ctx: Ctx, id: string, part?: DeskForm, again: Again = FRESH): Promise<Page> => {
  const { viewer } = ctx;
  const person = await personBy(ctx, id);
  if (!acknowledgementPolicy.read(viewer, person)) throw new NotFound();
  const t = textsFor(viewer);
  const standing = standingOf(person, ctx.now);
  const open = await openInstruction(ctx, person);
  const of = (form: DeskForm): Again => (form === part ? conflictIn(again) : FRESH);
  const declined = standing.state === "refused" || standing.state === "withdrawalDeclared";
  const model: PersonPage = {
    id, name: (await agentNames(ctx, [id])).get(id) ?? t("identity.people.erased"), around: [t(`identity.roles.${person.role}`), person.employer, person.team].filter(Boolean).join(" · "),
    state: t(`acknowledgements.state.${standing.state}`), tone: STATE_TONES[standing.state], text: standingText(ctx, standing), inHouse: person.inHouse, own: isAgent(viewer) && viewer.id === id,
    mayDemand: acknowledgementPolicy.demand(viewer, person), mayInstruct: declined && open === null && acknowledgementPolicy.noteInstruction(viewer, person), mayEvidence: paperPolicy.setRules(viewer), open, problem: fieldsOf(viewer, [], conflictIn(again)).form.error,
    events: await eventsOf(ctx, person),
    demand: fieldsOf(viewer, ["reason", "note"], of("demand")), reasons: optionsOf(viewer, "acknowledgements.reason", ["incident", "absence", "contract", "invalid"]),
    instruction: fieldsOf(viewer, ["day", "note", "witnessed"], of("instruction")), today: ctx.now.toISOString().slice(0, 10),
  };
  return { template: "governance/acknowledgements/person", model, title: model.name };
};

export interface RulesPage { readonly form: Record<"form" | "intervalMonths" | "graceDays" | "absenceMonths" | "reminderDays" | "escalateDays", Field>; readonly version: string; readonly source: string }

/** The numbers that the desk works with, and where they come from. */
export const showRules = async (ctx: Ctx, again: Again = FRESH): Promise<Page> => {
  if (!acknowledgementPolicy.setRules(ctx.viewer)) throw new NotFound();
  const rules = await rulesNow(ctx);
  const model: RulesPage = {
    version: String(rules.version), source: rules.source,
    form: fieldsOf(ctx.viewer, ["intervalMonths", "graceDays", "absenceMonths", "reminderDays", "escalateDays"], again, {
      intervalMonths: String(rules.intervalMonths), graceDays: String(rules.graceDays), absenceMonths: String(rules.absenceMonths), reminderDays: rules.reminderDays.join(", "), escalateDays: String(rules.escalateDays),
    }),
  };
  return { template: "governance/acknowledgements/rules", model, title: textsFor(ctx.viewer)("acknowledgements.rules.title") };
};
