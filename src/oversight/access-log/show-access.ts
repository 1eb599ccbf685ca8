import { row } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import { formatDate, translator, type Locale, type Translate } from "../../platform/i18n";
import { proveInclusion, pseudonymsOf, type Ctx, type Inclusion } from "../../privacy";
import { sentenceOf, wordsIn, type Say } from "./describe-access";
import { pathOf } from "./filters";
import { noteReading, type AccessRow } from "./list-accesses";
import { readableBy, readerOf } from "./policy";

interface Fact { readonly label: string; readonly text: string; readonly path: string | null }
export interface AccessPage {
  readonly heading: string; readonly sentence: string; readonly at: string;
  readonly showed: readonly { readonly category: string; readonly form: string; readonly hidden: boolean }[];
  readonly whyTitle: string; readonly why: readonly Fact[]; readonly about: readonly Fact[]; readonly detail: readonly { readonly code: string; readonly text: string }[];
  readonly people: readonly { readonly label: string; readonly path: string }[];
  readonly inclusion: { readonly tone: "success" | "info" | "danger"; readonly text: string; readonly facts: readonly Fact[]; readonly proof: readonly string[] };
}

const COLUMNS = "a.seq, a.id, a.at, a.viewer, a.role, a.employer, a.contract, a.place, a.action, a.subjects, a.ticket, a.forms, a.purpose, a.reason, a.recipient, a.count, a.decision, a.client, a.detail";

/** One access: what it showed, why it was permitted, and the proof, computed now, that its row is what a checkpoint covers. */
export const showAccess = async (ctx: Ctx, seq: string): Promise<AccessPage> => {
  const { viewer, scope } = readerOf(ctx);
  const where = readableBy(scope).add("a.seq = ?", seq);
  const found = await row<AccessRow>(ctx.db, `SELECT ${COLUMNS} FROM access_log a WHERE ${where.sql}`, where.values);
  const inclusion = found && await proveInclusion(ctx, seq);
  if (!found || !inclusion) throw new NotFound();
  await noteReading(ctx, "readLog", {}, 1, { row: seq });
  const [t, say] = [translator(viewer.locale), wordsIn(viewer.locale)];
  return {
    heading: t("oversight.one.title", { number: seq }), sentence: sentenceOf(found, viewer.locale), at: found.at.toISOString(),
    showed: Object.entries(found.forms).map(([category, form]) => ({ category: say("category", category), form: say("form", form), hidden: form === "hidden" })),
    whyTitle: t(found.action === "denied" ? "oversight.one.whyDenied" : "oversight.one.why"), why: whyOf(found, t, say), about: aboutOf(found, t, say, viewer.standing.role !== "auditor"), detail: Object.entries(found.detail).map(([code, text]) => ({ code, text })),
    people: [...pseudonymsOf(ctx, found.subjects)].map(([subject, token]) => ({ label: t("ui.pseudonym", { token }), path: pathOf("/access-log", { subject }) })),
    inclusion: inclusionOf(inclusion, viewer.locale, t),
  };
};

const facts = (t: Translate, all: readonly (readonly [label: string, text: string | null, path?: string])[]): Fact[] =>
  all.flatMap(([label, text, path]) => (text === null || text === "-" ? [] : [{ label: t(`oversight.one.${label}`), text, path: path ?? null }]));

const whyOf = (found: AccessRow, t: Translate, say: Say): Fact[] => facts(t, [
  ["role", say("role", found.role)], ["employer", found.employer], ["contract", found.contract], ["place", say("place", found.place)],
  ["purpose", say("purpose", found.purpose)], ["reason", found.reason === null ? null : say("reason", found.reason)], ["decision", decisionOf(found.decision, t)],
]);

/** "policy 3" in words; anything else is no rule that decided. */
const decisionOf = (decision: string, t: Translate): string | null => {
  const version = /^policy (\d+)$/.exec(decision)?.[1];
  return version ? t("oversight.one.policy", { version }) : null;
};

const aboutOf = (found: AccessRow, t: Translate, say: Say, opensTickets: boolean): Fact[] => facts(t, [
  ["viewer", found.viewer, pathOf("/access-log", { viewer: found.viewer })], ["ticket", found.ticket, opensTickets ? `/tickets/${found.ticket}` : undefined], ["recipient", found.recipient],
  ["count", String(found.count)], ["client", say("client", found.client)], ["id", found.id],
]);

const inclusionOf = (inclusion: Inclusion, locale: Locale, t: Translate): AccessPage["inclusion"] => {
  if (inclusion.state === "waiting") return { tone: "info", text: t("oversight.one.waiting"), facts: [], proof: [] };
  const { checkpoint, leafIndex } = inclusion;
  if (inclusion.state === "broken") return { tone: "danger", text: t("oversight.one.broken", { checkpoint }), facts: facts(t, [["leaf", String(leafIndex)]]), proof: [] };
  return {
    tone: "success", text: t("oversight.one.verified", { checkpoint }), proof: inclusion.proof,
    facts: facts(t, [["signedAt", inclusion.signedAt && formatDate(inclusion.signedAt, locale, "full")], ["leaf", String(leafIndex)], ["leafHash", inclusion.leaf], ["root", inclusion.root]]),
  };
};
