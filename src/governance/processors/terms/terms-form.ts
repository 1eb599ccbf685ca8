import { z } from "zod";
import { rows } from "../../../platform/database";
import { Invalid } from "../../../platform/faults";
import { isDay } from "../../../platform/local-time";
import { isCountry } from "../../../identity";
import { CATEGORIES, FORMS, LEVELS, type Category, type Ctx, type Form } from "../../../privacy";
import { CONTRACT_PURPOSES, type Terms } from "./terms";

/** Boxes and selects of a form come as one field each: "queue.<id>", "purpose.order", "form.email". */
const ticked = (fields: Readonly<Record<string, unknown>>, prefix: string): string[] => Object.keys(fields).filter((name) => name.startsWith(prefix) && fields[name]).map((name) => name.slice(prefix.length));

const day = z.string("form.date").trim().refine(isDay, "form.date");
const countries = z.string("form.required").max(2_000, "form.tooLong").transform((text) => [...new Set(text.toUpperCase().split(/[^A-Z]+/).filter(Boolean))]).refine((codes) => codes.length > 0, "form.required").refine((codes) => codes.every(isCountry), "form.contract.country");

export const TermsFields = { endsOn: day, maxLevel: z.enum(LEVELS, "form.choice"), countries, homeOfficeAllowed: z.string().optional().transform(Boolean) };

/** The terms that a form describes. What it does not name is not covered; what nobody knows is refused by its field. */
export const TermsForm = z.looseObject(TermsFields).transform((fields, issues): Terms => {
  const [queues, purposes] = [ticked(fields, "queue."), ticked(fields, "purpose.")];
  const forms = Object.fromEntries(Object.entries(fields).filter(([name, value]) => name.startsWith("form.") && value !== "hidden" && value !== "").map(([name, value]) => [name.slice(5), value])) as Partial<Record<Category, Form>>;
  const refuse = (field: string, message: string): void => { issues.addIssue({ code: "custom", path: [field], message }); };
  if (queues.length === 0 || !queues.every((id) => z.uuid().safeParse(id).success)) refuse("queues", "form.contract.queues");
  if (purposes.length === 0 || !purposes.every((purpose) => (CONTRACT_PURPOSES as readonly string[]).includes(purpose))) refuse("purposes", "form.contract.purposes");
  if (!Object.entries(forms).every(([category, form]) => (CATEGORIES as readonly string[]).includes(category) && (FORMS as readonly string[]).includes(form))) refuse("forms", "form.contract.categories");
  return { queues, purposes, forms, maxLevel: fields.maxLevel, countries: fields.countries, homeOfficeAllowed: fields.homeOfficeAllowed, endsOn: fields.endsOn };
});

/** Queues are known by the database alone. */
export const refuseUnknownQueues = async (ctx: Ctx, queues: readonly string[]): Promise<void> => {
  const known = await rows<{ id: string }>(ctx.db, "SELECT id FROM queues WHERE id = ANY($1::uuid[])", [queues]);
  if (known.length !== new Set(queues).size) throw new Invalid({ queues: "form.contract.queues" });
};
