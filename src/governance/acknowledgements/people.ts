import { row, rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import type { Ctx, Role } from "../../privacy";
import { readableBy, type PeopleScope } from "../papers/policy";
import type { WhoseAcknowledgement } from "./policy";
import { stateAt, type Given, type History, type MaterialVersion, type Raised, type Standing } from "./state";

/** One person with everything their state is read from. */
export interface Person extends WhoseAcknowledgement {
  readonly role: Role; readonly employer: string; readonly team: string | null; readonly locale: "de" | "en"; readonly createdAt: Date; readonly active: boolean;
  readonly history: History;
}

interface Stored { id: string; employer_id: string; team_id: string | null; role: Role; locale: "de" | "en"; state: string; created_at: Date; employer: string; employer_kind: string; team: string | null; given: Given[] | null; raised: Raised[] | null }

const PEOPLE = `
SELECT a.id, a.employer_id, a.team_id, a.role, a.locale, a.state, a.created_at, e.name AS employer, e.kind AS employer_kind, t.name AS team,
  (SELECT jsonb_agg(jsonb_build_object('at', k.valid_from, 'until', k.valid_until, 'dueAt', k.due_at, 'documentId', k.document_id, 'version', k.version))
    FROM acknowledgements k WHERE k.agent_id = a.id AND k.employer_id = a.employer_id AND k.kind = 'confidentiality') AS given,
  (SELECT jsonb_agg(jsonb_build_object('at', d.at, 'effectiveAt', d.effective_at, 'reason', d.reason)) FROM acknowledgement_demands d WHERE d.agent_id = a.id AND d.employer_id = a.employer_id) AS raised
FROM agents a JOIN employers e ON e.id = a.employer_id LEFT JOIN teams t ON t.id = a.team_id`;

/** Published material versions of the texts of confidentiality: a handful. */
export const materialVersions = (ctx: Pick<Ctx, "db">): Promise<MaterialVersion[]> => rows<MaterialVersion>(ctx.db, `
  SELECT v.document_id AS "documentId", v.version, v.published_at AS "publishedAt", v.effective_from AS "effectiveFrom", v.enforced_from AS "enforcedFrom"
  FROM document_versions v JOIN documents d ON d.id = v.document_id WHERE d.kind = 'confidentiality' AND v.change_kind = 'material' AND v.published_at IS NOT NULL`);

const dates = <T extends object>(stored: T[] | null, keys: readonly (keyof T)[]): T[] =>
  (stored ?? []).map((one) => ({ ...one, ...Object.fromEntries(keys.filter((key) => one[key] !== null).map((key) => [key, new Date(one[key] as unknown as string)])) }));

const personOf = (stored: Stored, material: readonly MaterialVersion[]): Person => ({
  agentId: stored.id, employerId: stored.employer_id, teamId: stored.team_id, inHouse: stored.employer_kind === "inHouse", role: stored.role, employer: stored.employer, team: stored.team,
  locale: stored.locale, createdAt: stored.created_at, active: stored.state === "active",
  history: { given: dates(stored.given, ["at", "until", "dueAt"]), raised: dates(stored.raised, ["at", "effectiveAt"]), material, left: stored.state === "left" },
});

/** Everybody within a scope who has not left, in one query. */
export const peopleWithin = async (ctx: Pick<Ctx, "db">, scope: PeopleScope): Promise<Person[]> => {
  const { sql, parameters } = readableBy(scope, 1);
  const [stored, material] = [await rows<Stored>(ctx.db, `${PEOPLE} WHERE a.state <> 'left' AND ${sql}`, parameters), await materialVersions(ctx)];
  return stored.map((one) => personOf(one, material));
};

/** One person. Throws NotFound for an id that is nobody's. */
export const personBy = async (ctx: Pick<Ctx, "db">, id: string): Promise<Person> => {
  const stored = await row<Stored>(ctx.db, `${PEOPLE} WHERE a.id = $1`, [id]);
  if (!stored) throw new NotFound();
  return personOf(stored, await materialVersions(ctx));
};

export const standingOf = (person: Person, at: Date): Standing => stateAt(person.history, at);
