import { z } from "zod";
import { atMost, CATEGORIES, FORMS, LEVELS, lowest, type Category, type Form, type Level } from "../../../privacy";

/** What a contract lets a processor do. The same shape stands in the contract and in an amendment that somebody proposes. */
export interface Terms {
  readonly queues: readonly string[]; readonly purposes: readonly string[];
  readonly forms: Readonly<Partial<Record<Category, Form>>>; readonly maxLevel: Level;
  readonly countries: readonly string[]; readonly homeOfficeAllowed: boolean; readonly endsOn: string;
}

/** Purposes for which a processor can work on tickets. */
export const CONTRACT_PURPOSES = ["support", "complaint", "order", "delivery", "invoicing", "warranty"] as const;
/** Categories of people whose data is processed (Art. 28(3) GDPR, first sentence). */
export const SUBJECT_GROUPS = ["customers", "prospects", "callers", "contactPersons", "recipients"] as const;

export const StoredTerms = z.object({
  queues: z.array(z.uuid()), purposes: z.array(z.string()), forms: z.partialRecord(z.enum(CATEGORIES), z.enum(FORMS)), maxLevel: z.enum(LEVELS),
  countries: z.array(z.string()), homeOfficeAllowed: z.boolean(), endsOn: z.string(),
});

/** What of a proposal gives the processor more than it has: each by the field and what is new there. Empty: nothing does. */
export const widenings = (now: Terms, proposed: Terms): { readonly field: keyof Terms; readonly what: string }[] => {
  const added = (field: "queues" | "purposes" | "countries") => proposed[field].filter((one) => !now[field].includes(one)).map((what) => ({ field, what }));
  const higher = CATEGORIES.filter((category) => !atMost(proposed.forms[category] ?? "hidden", now.forms[category] ?? "hidden")).map((what) => ({ field: "forms" as const, what }));
  return [
    ...added("queues"), ...added("purposes"), ...higher, ...added("countries"),
    ...(proposed.maxLevel > now.maxLevel ? [{ field: "maxLevel" as const, what: proposed.maxLevel }] : []),
    ...(proposed.homeOfficeAllowed && !now.homeOfficeAllowed ? [{ field: "homeOfficeAllowed" as const, what: "" }] : []),
    ...(proposed.endsOn > now.endsOn ? [{ field: "endsOn" as const, what: proposed.endsOn }] : []),
  ];
};

/** Which fields differ at all. */
export const differences = (now: Terms, proposed: Terms): (keyof Terms)[] =>
  (Object.keys(now) as (keyof Terms)[]).filter((field) => JSON.stringify(normal(now)[field]) !== JSON.stringify(normal(proposed)[field]));

const normal = (terms: Terms): Terms => ({
  ...terms, queues: [...terms.queues].sort(), purposes: [...terms.purposes].sort(), countries: [...terms.countries].sort(),
  forms: Object.fromEntries(CATEGORIES.map((category) => [category, terms.forms[category] ?? "hidden"])),
});

/** What holds where two terms are in doubt: the narrowest reading. */
export const narrowest = (a: Terms, b: Terms): Terms => ({
  queues: a.queues.filter((one) => b.queues.includes(one)), purposes: a.purposes.filter((one) => b.purposes.includes(one)), countries: a.countries.filter((one) => b.countries.includes(one)),
  forms: Object.fromEntries(CATEGORIES.map((category) => [category, lowest(a.forms[category] ?? "hidden", b.forms[category] ?? "hidden")])),
  maxLevel: a.maxLevel < b.maxLevel ? a.maxLevel : b.maxLevel, homeOfficeAllowed: a.homeOfficeAllowed && b.homeOfficeAllowed, endsOn: a.endsOn < b.endsOn ? a.endsOn : b.endsOn,
});
