import { translator, type Translate } from "../../platform/i18n";
import { ACTIONS, CATEGORIES, FORMS, PLACES, type Ctx } from "../../privacy";
import { iconOf, sentenceOf, toneOf, wordsIn, type Say } from "./describe-access";
import { pathOf, type FilterName, type Filters, type ReadFilters } from "./filters";
import { employersFor, listAccesses, type AccessList, type AccessRow } from "./list-accesses";
import { readerOf } from "./policy";

const PATH = "/access-log";
/** People named beside a row; a list of fifty would bury the sentence. */
const NAMED = 3;

interface Option { readonly value: string; readonly label: string }
export interface AccessLine {
  readonly path: string; readonly at: string; readonly sentence: string; readonly icon: string; readonly tone: string;
  /** Role, employer, place and purpose, as one line of words. */
  readonly around: string;
  readonly ticket: { readonly label: string; readonly path: string } | null;
  readonly people: readonly { readonly label: string; readonly path: string }[];
  readonly others: string | null;
  readonly coverage: string; readonly covered: boolean;
}
export interface AccessListPage {
  readonly intro: string; readonly error: string | null; readonly typed: Readonly<Record<FilterName, string>>;
  readonly options: Readonly<Record<"action" | "category" | "form" | "place" | "employer", readonly Option[]>>;
  readonly filtered: boolean; readonly person: { readonly label: string; readonly without: string } | null; readonly resetPath: string; readonly exportPath: string | null;
  readonly rows: readonly AccessLine[]; readonly older: string | null; readonly newer: string | null;
  readonly empty: { readonly title: string; readonly text: string };
}

/** The screen of the log. With a filter that cannot be read nothing is listed, and the bar says which one. */
export const accessListPage = async (ctx: Ctx, { filters, wrong, typed, cursor }: ReadFilters): Promise<AccessListPage> => {
  const reader = readerOf(ctx);
  const { locale } = reader.viewer;
  const t = translator(locale);
  const list = wrong.length === 0 ? await listAccesses(ctx, filters, cursor) : null;
  const say = wordsIn(locale);
  const filtered = Object.keys(typed).length > 0;
  return {
    intro: t(`oversight.intro.${reader.scope.kind}`), error: wrong.length > 0 ? t("oversight.wrong", { fields: new Intl.ListFormat(locale).format(wrong.map((name) => t(`oversight.filter.${name}`))) }) : null,
    typed: { ...NOTHING, ...typed }, options: optionsOf(say, await employersFor(ctx, reader)), filtered, resetPath: PATH,
    person: personOf(filters, list, t), exportPath: list && list.rows.length > 0 ? pathOf(`${PATH}.csv`, filters) : null,
    rows: (list?.rows ?? []).map((row) => lineOf(row, list!, say, t)),
    older: list?.older ? pathOf(PATH, filters, { before: list.older }) : null, newer: list?.newer ? pathOf(PATH, filters, { after: list.newer }) : null,
    empty: emptyOf(wrong.length > 0 ? "wrong" : filtered ? "filtered" : reader.scope.kind === "team" && reader.scope.team === null ? "noTeam" : "unfiltered", t),
  };
};

const NOTHING: Readonly<Record<FilterName, string>> = { subject: "", ticket: "", action: "", category: "", form: "", employer: "", place: "", from: "", to: "", viewer: "" };

const optionsOf = (say: Say, employers: readonly string[]): AccessListPage["options"] => {
  const of = (kind: "action" | "category" | "form" | "place", codes: readonly string[]): Option[] => codes.map((value) => ({ value, label: say(kind, value) }));
  return { action: of("action", ACTIONS), category: of("category", CATEGORIES), form: of("form", FORMS), place: of("place", PLACES), employer: employers.map((name) => ({ value: name, label: name })) };
};

const personOf = (filters: Filters, list: AccessList | null, t: Translate): AccessListPage["person"] => {
  if (!filters.subject || !list) return null;
  const { subject, ...rest } = filters;
  return { label: t("ui.pseudonym", { token: list.tokens.get(subject) ?? "?" }), without: pathOf(PATH, rest) };
};

const emptyOf = (which: "wrong" | "filtered" | "unfiltered" | "noTeam", t: Translate): AccessListPage["empty"] => ({ title: t(`oversight.empty.${which}.title`), text: t(`oversight.empty.${which}.text`) });

const lineOf = (row: AccessRow, list: AccessList, say: Say, t: Translate): AccessLine => {
  const { locale, standing } = list.reader.viewer;
  const around = [say("role", row.role), row.employer, say("place", row.place), say("purpose", row.purpose)].filter((part) => part !== "-");
  const named = row.subjects.slice(0, NAMED);
  return {
    path: `${PATH}/${row.seq}`, at: row.at.toISOString(), sentence: sentenceOf(row, locale), icon: iconOf(row.action), tone: toneOf(row.action), around: around.join(" · "),
    ticket: row.ticket ? { label: t("oversight.ticket", { number: row.ticket }), path: standing.role === "auditor" ? pathOf(PATH, { ticket: row.ticket }) : `/tickets/${row.ticket}` } : null,
    people: named.map((subject) => ({ label: t("ui.pseudonym", { token: list.tokens.get(subject) ?? "?" }), path: pathOf(PATH, { subject }) })),
    others: row.subjects.length > NAMED ? t("oversight.others", { count: row.subjects.length - NAMED }) : null,
    coverage: row.covered_by ? t("oversight.coveredBy", { checkpoint: row.covered_by }) : t("oversight.notCovered"), covered: row.covered_by !== null,
  };
};
