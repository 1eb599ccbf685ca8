import { CATEGORIES, FORMS, LEVELS, type Ctx } from "../../../privacy";
import { type FieldSpec, optionsOf } from "../page/forms";
import { queueChoices, textsOf } from "../page/words";
import { CONTRACT_PURPOSES, type Terms } from "../terms/terms";

const NOTHING: Terms = { queues: [], purposes: [], forms: {}, maxLevel: "L2", countries: ["DE"], homeOfficeAllowed: false, endsOn: "" };

/** The fields of terms, filled with what is agreed. What is not ticked is not covered. */
export const termsFields = async (ctx: Ctx, terms: Terms = NOTHING): Promise<FieldSpec[]> => {
  const t = textsOf(ctx);
  const forms = [...FORMS].reverse().map((value) => ({ value, label: t(`oversight.policy.form.${value}`) }));
  return [
    { name: "queues", kind: "boxes", required: true, boxes: (await queueChoices(ctx)).map(({ id, name }) => ({ name: `queue.${id}`, label: name, checked: terms.queues.includes(id) })) },
    { name: "purposes", kind: "boxes", required: true, boxes: CONTRACT_PURPOSES.map((purpose) => ({ name: `purpose.${purpose}`, label: t(`helpdesk.purpose.${purpose}`), checked: terms.purposes.includes(purpose) })) },
    { name: "forms", kind: "choices", hint: true, choices: CATEGORIES.map((category) => ({ name: `form.${category}`, label: t(`ui.category.${category}`), value: terms.forms[category] ?? "hidden", options: forms })) },
    { name: "maxLevel", kind: "select", hint: true, value: terms.maxLevel, options: optionsOf(t, "level", LEVELS) },
    { name: "countries", kind: "text", hint: true, required: true, value: terms.countries.join(", "), max: 2_000 },
    { name: "homeOfficeAllowed", kind: "checkbox", value: terms.homeOfficeAllowed ? "on" : "" },
    { name: "endsOn", kind: "date", required: true, hint: true, value: terms.endsOn },
  ];
};
