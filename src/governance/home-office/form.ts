import { z } from "zod";
import { isCountry } from "../../identity";
import { addDays, addMonths, startOfDay } from "../../platform/calendar";
import { Invalid } from "../../platform/faults";
import { ADEQUATE, EEA } from "../../privacy";
import { INSPECTORS, type Agreement, type Inspector } from "./agreement";
import { CODES, LONGEST_MONTHS, type ItemCode, type Room } from "./checklist";

export const ROOMS = ["lockable", "screened", "shared"] as const satisfies readonly Room[];
export const LEVELS_AT_HOME = ["L1", "L2", "L3"] as const;
/** Addresses one agreement can name. */
export const SLOTS = [1, 2, 3] as const;

const box = z.literal("on", "form.invalid").optional();
const line = (most: number) => z.string("form.invalid").trim().max(most, "form.invalid").default("");
const boxes = <Name extends string>(names: readonly Name[]) => Object.fromEntries(names.map((name) => [name, box])) as Record<Name, typeof box>;
const slot = (n: number) => ({ [`label${n}`]: line(80), [`address${n}`]: line(300), [`country${n}`]: line(2), [`room${n}`]: z.enum(["", ...ROOMS], "form.choice").default("") });
const list = (pattern: RegExp, message: string) => line(600).transform((text) => [...new Set(text.toUpperCase().split(/[\s,;]+/).filter(Boolean))])
  .refine((entries) => entries.length <= 30 && entries.every((entry) => pattern.test(entry)), message);

export const inspectField = (inspector: Inspector): string => `inspect-${inspector}`;

/** A draft as it is typed. What may still be open in a draft is asked when it is submitted (problems.ts). */
export const AgreementForm = z.object({
  version: z.coerce.number("form.invalid").int("form.invalid").positive("form.invalid"),
  kind: z.enum(["telework", "mobile"], "form.choice"),
  validFrom: z.iso.date("form.invalid"), validUntil: z.iso.date("form.invalid"),
  countries: list(/^[A-Z]{2}$/, "homeOffice.errors.country"),
  devices: list(/^[A-Z0-9][A-Z0-9-]{1,31}$/, "homeOffice.errors.device"),
  maxLevel: z.enum(LEVELS_AT_HOME, "form.choice"),
  noticeHours: z.coerce.number("form.invalid").int("form.invalid").min(0, "form.invalid").max(720, "form.invalid"),
  household: line(1000),
  ...boxes(["privateDevice", "paper", "printing", "virtualAllowed"]),
  ...boxes(INSPECTORS.map(inspectField)), ...boxes(CODES),
  ...Object.assign({}, ...SLOTS.map(slot)) as Record<string, z.ZodType<string>>,
});
export type AgreementInput = z.infer<typeof AgreementForm> & Record<string, unknown>;

export interface TypedAddress { readonly label: string; readonly address: string; readonly country: string; readonly room: Room }

/** A country where work at home can be agreed: one that exists, in the EEA or with an adequacy decision. Third countries are closed by default (domain rule 2). */
const isOpenCountry = (code: string): boolean => isCountry(code) && (EEA.has(code) || ADEQUATE.has(code));

/** Half an address is a slip; an empty line is none. Throws Invalid by the fields. */
export const addressesIn = (form: AgreementInput): TypedAddress[] => SLOTS.flatMap((n) => {
  const [label, address, country, room] = ["label", "address", "country", "room"].map((name) => String(form[`${name}${n}`] ?? "")) as [string, string, string, string];
  if (!label && !address && !room) return [];
  if (!label) throw new Invalid({ [`label${n}`]: "form.required" });
  if (!address) throw new Invalid({ [`address${n}`]: "form.required" });
  if (!room) throw new Invalid({ [`room${n}`]: "form.choice" });
  if (!isOpenCountry(country.toUpperCase())) throw new Invalid({ [`country${n}`]: "homeOffice.errors.country" });
  return [{ label, address, country: country.toUpperCase(), room: room as Room }];
});

/** The content of an agreement. Throws Invalid where an end lies before its beginning or more than twelve months after it, or a country is none. */
export const contentOf = (form: AgreementInput): Partial<Agreement> => {
  if (!form.countries.every(isOpenCountry)) throw new Invalid({ countries: "homeOffice.errors.country" });
  if (form.validUntil < form.validFrom) throw new Invalid({ validUntil: "homeOffice.errors.endBeforeStart" });
  const after = addDays(form.validUntil, 1);
  if (after > addMonths(form.validFrom, LONGEST_MONTHS)) throw new Invalid({ validUntil: "homeOffice.errors.tooLong" });
  const on = (name: string): boolean => form[name] === "on";
  return {
    kind: form.kind, countries: form.countries, devices: form.devices, maxLevel: form.maxLevel, noticeHours: form.noticeHours,
    privateDevice: on("privateDevice"), paper: on("paper"), printing: on("printing"), virtualAllowed: on("virtualAllowed"),
    inspectedBy: INSPECTORS.filter((inspector) => on(inspectField(inspector))), checklist: CODES.filter((code: ItemCode) => on(code)),
    validFrom: startOfDay(form.validFrom), validUntil: startOfDay(after),
  };
};
