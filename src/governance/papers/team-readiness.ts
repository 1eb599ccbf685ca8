import { z } from "zod";
import { rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import type { Page } from "../../platform/http";
import { formatDate, translator, type Locale, type Translate } from "../../platform/i18n";
import { openStaff, sealedAt, type AgentViewer, type Ctx } from "../../privacy";
import { endingsOf, obstaclesOf, readinessOf, type Ending, type Obstacle, type Readiness } from "./obstacles";
import { PAPER_FACTS, type PaperFacts } from "./paper-facts";
import { paperPolicy, readableBy, type PeopleScope } from "./policy";

/** Days ahead within which an end is announced. */
const AHEAD_DAYS = 30;
const SHOWN = ["all", "ready", "narrowed", "blocked", "ending"] as const;
/** People who left are asked about by privacy alone: what held for them must be provable for years. */
const LEFT = "left";
export const ReadinessQuery = z.object({ show: z.enum([...SHOWN, LEFT]).catch("all").default("all") });

interface Found extends PaperFacts { id: string; name: Buffer; state: string; employer: string; team: string | null }
interface Person { readonly id: string; readonly name: string; readonly around: string; readonly readiness: Readiness; readonly obstacles: readonly Obstacle[]; readonly endings: readonly Ending[] }

export interface ReadinessPage {
  readonly scope: string; readonly stats: readonly { readonly label: string; readonly value: string; readonly tone: string; readonly path: string; readonly current: boolean }[];
  readonly people: readonly { readonly path: string; readonly name: string; readonly around: string; readonly state: string; readonly tone: string; readonly obstacles: readonly string[]; readonly endings: readonly string[] }[];
  readonly shown: string; readonly filtered: boolean;
  /** Those who left are shown; the path to them is privacy's, and empty for everybody else. */
  readonly left: boolean; readonly leftPath: string;
}

/** Everybody in the scope who is here, or who left, with their papers, in one statement. */
const findPeople = async (ctx: Ctx, scope: PeopleScope, left: boolean): Promise<Found[]> => {
  const within = readableBy(scope, 1);
  return rows<Found>(ctx.db, `
    SELECT a.id, a.name, a.state, e.name AS employer, t.name AS team, ${PAPER_FACTS}
    FROM agents a JOIN employers e ON e.id = a.employer_id LEFT JOIN teams t ON t.id = a.team_id WHERE (a.state = 'left') = $4 AND ${within.sql}`, [...within.parameters, ctx.now, left]);
};

const RANK: Readonly<Record<Readiness, number>> = { blocked: 0, narrowed: 1, ready: 2 };

/** Who may work now, who may not and why. Nothing here says who is signed in, where, or how much they work. */
const listReadiness = async (ctx: Ctx, scope: PeopleScope, left: boolean): Promise<Person[]> => {
  const { locale } = ctx.viewer as AgentViewer;
  const t = translator(locale);
  const found = await findPeople(ctx, scope, left);
  const names = await openStaff(ctx, found.map(({ id, name }) => ({ agentId: id, value: sealedAt("agents.name", name) })));
  return found.map((one, index): Person => {
    const obstacles = left ? [] : obstaclesOf(one);
    return {
      id: one.id, name: names[index] ?? t("identity.people.erased"), around: [t(`identity.roles.${one.role}`), one.employer, one.team].filter(Boolean).join(" · "),
      obstacles, readiness: readinessOf(obstacles), endings: left ? [] : endingsOf(one, ctx.now, AHEAD_DAYS),
    };
  }).sort((one, other) => RANK[one.readiness] - RANK[other.readiness] || one.name.localeCompare(other.name, locale));
};

/** The page of whoever answers for people: leads, the privacy officer. Throws NotFound for everybody else. */
export const showReadiness = async (ctx: Ctx, { show }: z.infer<typeof ReadinessQuery>): Promise<Page> => {
  const scope = paperPolicy.scope(ctx.viewer);
  if (!scope) throw new NotFound();
  const { locale } = ctx.viewer as AgentViewer;
  const t = translator(locale);
  const left = show === LEFT && scope.kind === "all";
  const people = await listReadiness(ctx, scope, left);
  const matches = (person: Person, wanted: (typeof SHOWN)[number] | typeof LEFT): boolean => wanted === "all" || wanted === LEFT || (wanted === "ending" ? person.endings.length > 0 : person.readiness === wanted);
  const tones = { all: "neutral", ready: "success", narrowed: "warning", blocked: "danger", ending: "info" } as const;
  const model: ReadinessPage = {
    scope: t(`readiness.scope.${scope.kind}`), shown: t(`readiness.show.${show}`), filtered: show !== "all", left, leftPath: scope.kind === "all" ? `/readiness?show=${LEFT}` : "",
    stats: left ? [] : SHOWN.map((wanted) => ({ label: t(`readiness.show.${wanted}`), value: String(people.filter((person) => matches(person, wanted)).length), tone: tones[wanted], path: wanted === "all" ? "/readiness" : `/readiness?show=${wanted}`, current: wanted === show })),
    people: people.filter((person) => matches(person, show)).map((person) => lineOf(person, t, locale)),
  };
  return { template: "governance/papers/readiness", model, title: t("readiness.title") };
};

const TONES: Readonly<Record<Readiness, string>> = { ready: "success", narrowed: "warning", blocked: "danger" };

const lineOf = ({ id, name, around, readiness, obstacles, endings }: Person, t: Translate, locale: Locale): ReadinessPage["people"][number] => ({
  path: `/readiness/${id}`, name, around, state: t(`readiness.state.${readiness}`), tone: TONES[readiness],
  obstacles: obstacles.map((obstacle) => t(`readiness.obstacle.${obstacle}`)),
  endings: endings.map(({ paper, until }) => t("readiness.ends", { paper: t(`papers.${paper}.title`), date: formatDate(until, locale, "date") })),
});
