import { z } from "zod";
import { Invalid } from "../../platform/faults";

/** What a caller can be asked for. All but the code are compared with the record; the code was sent to an address on file. */
export const ITEMS = ["name", "customerNumber", "birthDate", "postalAddress", "email", "phone", "bankDetails", "code"] as const;
export type Item = (typeof ITEMS)[number];

/** P1: general information. P2: data of contracts and orders. P3: changes of contact data, exports, rights requests (domain rule 6.3). */
export const PROFILES = ["P1", "P2", "P3"] as const;
export type ProfileKey = (typeof PROFILES)[number];

const items = z.array(z.enum(ITEMS)).max(ITEMS.length);
const Profile = z.object({ all: items, choice: items, atLeast: z.number().int().min(0).max(ITEMS.length), proof: items, minutes: z.number().int().min(5).max(120) });
export const Profiles = z.record(z.enum(PROFILES), Profile);
/** Every item of `all` must match, and besides either `atLeast` of `choice` or one `proof`. It holds for `minutes`, on one ticket. */
export type Profile = z.infer<typeof Profile>;
export type Profiles = z.infer<typeof Profiles>;

export const satisfied = ({ all, choice, atLeast, proof }: Profile, matched: ReadonlySet<Item>): boolean =>
  all.every((item) => matched.has(item)) && (missingOf(choice, atLeast, matched) === 0 || proof.some((item) => matched.has(item)));

const missingOf = (choice: readonly Item[], atLeast: number, matched: ReadonlySet<Item>): number =>
  Math.max(0, atLeast - choice.filter((item) => matched.has(item)).length);

/** What is still missing: the items that must match, and how many of which others. */
export const missing = ({ all, choice, atLeast }: Profile, matched: ReadonlySet<Item>): { all: Item[]; count: number; of: Item[] } =>
  ({ all: all.filter((item) => !matched.has(item)), count: missingOf(choice, atLeast, matched), of: choice.filter((item) => !matched.has(item)) });

/** The highest profile that these matches reach; each holds for those below it. */
export const reached = (profiles: Profiles, matched: ReadonlySet<Item>): ProfileKey | null =>
  [...PROFILES].reverse().find((key) => satisfied(profiles[key], matched)) ?? null;

export const covers = (held: ProfileKey, needed: ProfileKey): boolean => PROFILES.indexOf(held) >= PROFILES.indexOf(needed);

/** Name and date of birth are known to too many: they never verify anybody, alone or together (LG Bonn 29 OWi 1/20, Art. 32(1) GDPR). */
const COMMON_KNOWLEDGE: ReadonlySet<Item> = new Set<Item>(["name", "birthDate"]);
const strength = ({ all, atLeast }: Profile): number => all.length + atLeast;

/** Checks profiles when they are saved; what is wrong is told beside its profile. */
export const checkProfiles = (given: unknown): Profiles => {
  const parsed = Profiles.safeParse(given);
  if (!parsed.success) throw new Invalid({ profiles: "form.profileIncomplete" });
  for (const [index, key] of PROFILES.entries()) {
    const profile = parsed.data[key];
    if (satisfied(profile, COMMON_KNOWLEDGE)) throw new Invalid({ [key]: "form.profileTooWeak" });
    if (profile.atLeast > new Set(profile.choice).size) throw new Invalid({ [key]: "form.profileImpossible" });
    const below = PROFILES[index - 1];
    if (below && strength(profile) < strength(parsed.data[below])) throw new Invalid({ [key]: "form.profileOrder" });
  }
  return parsed.data;
};
