import type { Translate } from "../../../platform/i18n";
import type { FormView, Returned } from "./forms";

/** What the pages of the contract desk are made of: facts, checks, tables, a timeline, and forms. All texts are ready to print. */
export interface Cell { readonly text: string; readonly tone: string; readonly path: string; readonly note: string }
export interface Line { readonly cells: readonly Cell[]; readonly forms: readonly FormView[] }
export interface Check { readonly text: string; readonly done: boolean; readonly note: string }
export interface Fact { readonly label: string; readonly value: string; readonly tone: string }
export interface Happening { readonly at: string; readonly title: string; readonly text: string; readonly icon: string; readonly tone: string }
export interface Section {
  readonly id: string; readonly title: string; readonly icon: string; readonly text: string; readonly warning: string; readonly empty: string;
  readonly facts: readonly Fact[]; readonly checks: readonly Check[]; readonly table: { readonly label: string; readonly head: readonly string[]; readonly lines: readonly Line[]; /** A column for what can be done with a line. */ readonly acts?: boolean } | null;
  readonly events: readonly Happening[]; readonly forms: readonly FormView[];
}
export interface Step { readonly label: string; readonly passed: boolean; readonly current: boolean }
export interface DeskPage {
  readonly heading: string; readonly intro: string; readonly back: { readonly label: string; readonly path: string } | null; readonly badge: { readonly text: string; readonly tone: string } | null;
  readonly actions: readonly { readonly label: string; readonly path: string; readonly icon: string; readonly primary: boolean }[];
  readonly tabs: readonly { readonly label: string; readonly path: string; readonly current: boolean }[]; readonly tabsLabel: string;
  readonly sentence: string; readonly sentenceTone: string; readonly road: readonly Step[]; readonly error: string; readonly sections: readonly Section[];
}

/** What is wrong with a form that came back and stands on the page no more, because the state moved on meanwhile. */
export const strayError = (t: Translate, sections: readonly Section[], returned: Returned | null): string => {
  const forms = sections.flatMap(({ forms: own, table }) => [...own, ...(table?.lines ?? []).flatMap((line) => line.forms)]);
  return returned === null || forms.some(({ id }) => id === returned.form) ? "" : t(returned.fault.code === "invalid" ? "form.invalid" : `error.${returned.fault.reason}`);
};

export const cell = (text: string, more: Partial<Cell> = {}): Cell => ({ text, tone: "", path: "", note: "", ...more });
export const fact = (label: string, value: string, tone = ""): Fact => ({ label, value, tone });
export const section = (part: Partial<Section> & Pick<Section, "id" | "title" | "icon">): Section =>
  ({ text: "", warning: "", empty: "", facts: [], checks: [], events: [], forms: [], ...part, table: part.table ? { ...part.table, acts: part.table.lines.some(({ forms }) => forms.length > 0) } : null });
export const deskPage = (part: Partial<DeskPage> & Pick<DeskPage, "heading" | "sections">): DeskPage =>
  ({ intro: "", back: null, badge: null, actions: [], tabs: [], tabsLabel: "", sentence: "", sentenceTone: "info", road: [], error: "", ...part });
