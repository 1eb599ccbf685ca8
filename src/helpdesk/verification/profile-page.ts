import { z } from "zod";
import { allow, type FieldErrors } from "../../platform/faults";
import type { Page, Typed } from "../../platform/http";
import { translator } from "../../platform/i18n";
import { isAgent, isInHouse, type AgentViewer, type Ctx } from "../../privacy";
import { ITEMS, PROFILES, type Item, type Profile, type ProfileKey } from "./profile";
import { currentProfiles, publishProfiles } from "./profiles";

/** In the matrix of profiles an item is not asked, must match, is one of several, or proves by itself. */
const PARTS = ["none", "all", "choice", "proof"] as const;

export const ProfileForm = z.looseObject({ basedOn: z.coerce.number().int().min(1).max(1_000_000) });

const govern = (ctx: Ctx): AgentViewer => {
  const { viewer } = ctx;
  allow(isAgent(viewer) && viewer.standing.role === "privacyOfficer" && isInHouse(viewer), "forbidden");
  return viewer as AgentViewer;
};

/** The profiles as they are in force, or as they were typed when they could not be published. */
export const profilePage = async (ctx: Ctx, typed: Typed = {}, errors: FieldErrors = {}, reason = ""): Promise<Page> => {
  const t = translator(govern(ctx).locale);
  const { version, profiles, source, effectiveFrom } = await currentProfiles(ctx);
  const say = (key: string | undefined): string => (key ? t(key) : "");
  const partOf = (key: ProfileKey, item: Item): string => typed[`${key}.${item}`] ?? PARTS.find((part) => part !== "none" && profiles[key][part].includes(item)) ?? "none";
  const model = {
    version, source, effectiveFrom: effectiveFrom.toISOString(), error: reason ? t(`error.${reason}`) : say(errors.profiles),
    profiles: PROFILES.map((key) => ({
      key, label: t(`verification.profile.${key}`), error: say(errors[key]), atLeast: typed[`${key}.atLeast`] ?? String(profiles[key].atLeast), minutes: typed[`${key}.minutes`] ?? String(profiles[key].minutes),
      items: ITEMS.map((item) => ({ name: `${key}.${item}`, label: t(`verification.item.${item}`), options: PARTS.map((part) => ({ value: part, label: t(`verification.part.${part}`), selected: part === partOf(key, item) })) })),
    })),
  };
  return { template: "helpdesk/verification/profiles", model, title: t("verification.profiles.title") };
};

/** Publishes what the form says; checkProfiles refuses what would verify a stranger. */
export const publishForm = async (ctx: Ctx, { basedOn, ...given }: z.infer<typeof ProfileForm>): Promise<void> => {
  govern(ctx);
  const profileOf = (key: ProfileKey): Record<keyof Profile, unknown> => {
    const having = (part: string): Item[] => ITEMS.filter((item) => given[`${key}.${item}`] === part);
    return { all: having("all"), choice: having("choice"), proof: having("proof"), atLeast: numberOf(given[`${key}.atLeast`]), minutes: numberOf(given[`${key}.minutes`]) };
  };
  await publishProfiles(ctx, basedOn, Object.fromEntries(PROFILES.map((key) => [key, profileOf(key)])));
};

const numberOf = (typed: unknown): number => (typeof typed === "string" && /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : NaN);
