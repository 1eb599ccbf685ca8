import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { prepared } from "../../platform/database";
import type { Category, Form } from "../categories";
import type { Ctx, Viewer } from "../viewer";

export const ACTIONS = ["view", "list", "search", "lookUp", "reveal", "edit", "export", "print", "send", "create", "delete", "restrict", "signIn", "denied", "readLog", "erase"] as const;
export type Action = (typeof ACTIONS)[number];

/** What one access was, without any value: categories and forms, people by reference, never by name. */
export interface Access {
  readonly action: Action;
  readonly subjects: readonly string[];
  readonly ticket: string | null;
  readonly forms: Readonly<Partial<Record<Category, Form>>>;
  readonly purpose: string;
  readonly reason?: string | null;
  readonly recipient?: string | null;
  readonly count: number;
  /** Codes only; a search term stands here as its HMAC at most. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** Who an access is of, as the row names it. */
interface Who { viewer: string; role: string; employer: string; team: string | null; contract: string | null; place: string; session: string | null; client: string; decision: string }

const whoOf = (viewer: Viewer): Who => {
  if (viewer.kind === "agent") {
    const { standing } = viewer;
    return {
      viewer: viewer.pseudonym, role: standing.role, employer: standing.employer.name, team: viewer.team,
      contract: standing.contracts.map(({ reference }) => reference).join(", ") || null, place: standing.place, session: viewer.signIn, client: "app", decision: `policy ${viewer.policy.version}`,
    };
  }
  if (viewer.kind === "system") return systemWho(viewer.name);
  return { viewer: "visitor", role: "visitor", employer: "-", team: null, contract: null, place: "-", session: null, client: "app", decision: "system" };
};

const systemWho = (name: string): Who => (
  { viewer: `system:${name}`, role: "system", employer: "-", team: null, contract: null, place: "-", session: null, client: "job", decision: "system" });

/**
 * Appends rows to the access log in the transaction of the disclosure: if the row is not written, nothing is shown.
 * One statement for any number of rows.
 */
export const append = async (ctx: Ctx, accesses: readonly Access[]): Promise<void> => {
  if (accesses.length > 0) await ctx.timing.measure("log", () => insert(ctx.db, ctx.now, whoOf(ctx.viewer), accesses));
};

/** The same for a job of the program that has no context of its own (retention). */
export const appendAsSystem = (db: EntityManager, name: string, now: Date, accesses: readonly Access[]): Promise<void> => insert(db, now, systemWho(name), accesses);

const insert = async (db: EntityManager, now: Date, who: Who, accesses: readonly Access[]): Promise<void> => {
  const rows = accesses.map((access) => ({
    id: randomUUID(), at: now.toISOString(), ...who,
    action: access.action, subjects: access.subjects, ticket: access.ticket, forms: access.forms, purpose: access.purpose,
    reason: access.reason ?? null, recipient: access.recipient ?? null, count: access.count, detail: access.detail ?? {},
  }));
  await prepared(db,
    `INSERT INTO access_log (id, at, viewer, role, employer, team, contract, place, action, subjects, ticket, forms, purpose, reason, recipient, count, decision, session, client, detail)
     SELECT id, at, viewer, role, employer, team, contract, place, action, ARRAY(SELECT jsonb_array_elements_text(subjects)::uuid), ticket, forms, purpose, reason, recipient, count, decision, session, client, detail
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, at timestamptz, viewer text, role text, employer text, team text, contract text, place text, action text, subjects jsonb, ticket text, forms jsonb, purpose text, reason text, recipient text, count int, decision text, session text, client text, detail jsonb)`,
    [JSON.stringify(rows)]);
};
