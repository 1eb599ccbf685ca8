import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Invalid } from "../platform/faults";
import type { Ctx } from "../privacy";
import { Organisation } from "./customer";

const LEGAL_FORMS = /\b(GmbH|gGmbH|UG|AG|SE|KG|OHG|GmbH & Co\. ?KG|e\. ?V\.|eG|Ltd\.?|PLC|LLC|Inc\.?|S\.?A\.?|S\.?L\.?|Lda\.?|B\.?V\.?|Stiftung|KöR|AöR)(?=$|[\s,.)])/iu;
const PERSONAL_FORMS = /\b(e\. ?K(fm|fr)?\.?|GbR|Inh\.|Inhaber(in)?|Einzelunternehmen|freiberuflich|sole trader)(?=$|[\s,.)])/iu;

/**
 * Whether a company name stands for a person: sole traders, partnerships under the civil code, no legal form at all
 * (domain rule 4.4). Unsure means personal.
 */
export const namesAPerson = (name: string): boolean => PERSONAL_FORMS.test(name) || !LEGAL_FORMS.test(name);

const optional = (max: number) => z.string().trim().max(max).transform((value) => value || null).nullable().default(null);
export const NewOrganisation = z.object({ name: z.string().trim().min(1).max(200), email: optional(320), phone: optional(60), address: optional(500) });

/**
 * Records a legal entity with its general contact data in clear. A name that stands for a person is refused: that
 * person belongs among the customers, sealed.
 */
export const recordOrganisation = async (ctx: Ctx, input: z.input<typeof NewOrganisation>): Promise<string> => {
  const organisation = NewOrganisation.parse(input);
  if (namesAPerson(organisation.name)) throw new Invalid({ name: "form.organisationIsPerson" });
  const id = randomUUID();
  await ctx.db.insert(Organisation, { id, ...organisation, createdAt: ctx.now });
  return id;
};
