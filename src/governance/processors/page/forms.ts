import type { Fault, FieldErrors } from "../../../platform/faults";
import type { Typed } from "../../../platform/http";
import type { Translate } from "../../../platform/i18n";

/** Forms as data: the pages of the contract desk are many forms of one kind, drawn by one template (views/governance/processors/form.hbs). */
export interface Option { readonly value: string; readonly label: string }
export interface Box { readonly name: string; readonly label: string; readonly checked?: boolean }
export interface Choice { readonly name: string; readonly label: string; readonly value: string; readonly options: readonly Option[] }
export interface FieldSpec {
  readonly name: string; readonly kind: "text" | "textarea" | "date" | "number" | "email" | "tel" | "select" | "checkbox" | "boxes" | "choices" | "file" | "hidden";
  /** The text key below `processors.field.`; the name itself where absent. */
  readonly label?: string; readonly hint?: boolean; readonly value?: string; readonly required?: boolean; readonly options?: readonly Option[]; readonly boxes?: readonly Box[]; readonly choices?: readonly Choice[];
  readonly max?: number; readonly empty?: string;
}
export interface FormSpec {
  readonly id: string; readonly path: string; readonly fields?: readonly FieldSpec[];
  /** Below `processors.act.`: what the form is for, and its button. */
  readonly act: string; readonly kind?: "primary" | "danger"; readonly text?: string; readonly open?: boolean;
}
/** A form that came back: which one, what was typed, and what is wrong. */
export interface Returned { readonly form: string; readonly typed: Typed; readonly errors: FieldErrors; readonly fault: Fault }

export interface FieldView extends Required<Omit<FieldSpec, "hint" | "options" | "boxes" | "choices" | "label" | "max">> {
  readonly label: string; readonly hint: string; readonly error: string; readonly checked: boolean; readonly options: readonly Option[]; readonly boxes: readonly Required<Box>[]; readonly choices: readonly Choice[]; readonly max: number;
}
export interface FormView { readonly id: string; readonly path: string; readonly title: string; readonly kind: string; readonly text: string; readonly error: string; readonly fields: readonly FieldView[]; readonly bare: boolean; readonly open: boolean; readonly multipart: boolean }

const fieldView = (t: Translate, spec: FieldSpec, back: Returned | null): FieldView => {
  const typed = back?.typed ?? null;
  const value = spec.kind === "file" ? "" : typed?.[spec.name] ?? spec.value ?? "";
  const message = back?.errors[spec.name];
  return {
    name: spec.name, kind: spec.kind, label: spec.kind === "hidden" ? "" : t(`processors.field.${spec.label ?? spec.name}`), hint: spec.hint ? t(`processors.hint.${spec.label ?? spec.name}`) : "", value, error: message ? t(message) : "",
    required: spec.required ?? false, empty: spec.empty ?? "", options: spec.options ?? [], max: spec.max ?? (spec.kind === "textarea" ? 4_000 : 400), checked: typed ? Boolean(typed[spec.name]) : spec.value === "on",
    boxes: (spec.boxes ?? []).map(({ name, label, checked }) => ({ name, label, checked: typed ? Boolean(typed[name]) : checked ?? false })),
    choices: (spec.choices ?? []).map((choice) => ({ ...choice, value: typed?.[choice.name] ?? choice.value })),
  };
};

/** A form ready to print. One that came back stands open, with everything typed and the messages by the fields. */
export const formView = (t: Translate, spec: FormSpec, returned: Returned | null = null): FormView => {
  const back = returned?.form === spec.id ? returned : null;
  const fields = (spec.fields ?? []).map((field) => fieldView(t, field, back));
  const whole = back && (back.errors.form ? t(back.errors.form) : back.fault.code === "invalid" ? "" : t(`error.${back.fault.reason}`));
  return {
    id: spec.id, path: spec.path, title: t(`processors.act.${spec.act}`), kind: spec.kind ?? "", text: spec.text ?? "", error: whole || "", fields,
    bare: fields.every(({ kind }) => kind === "hidden") && !spec.text, open: back !== null || (spec.open ?? false), multipart: fields.some(({ kind }) => kind === "file"),
  };
};

/** Options whose names stand in locales/ below a group. */
export const optionsOf = (t: Translate, group: string, values: readonly string[]): Option[] => values.map((value) => ({ value, label: t(`processors.${group}.${value}`) }));
