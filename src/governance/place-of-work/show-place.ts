import { confirmationBoxes, countryOptions, DECLARABLE, fieldsOf, FRESH, optionsOf, textsFor, type Again, type ConfirmationBox, type Field, type Option } from "../../identity";
import { Forbidden } from "../../platform/faults";
import type { Page } from "../../platform/http";
import { row } from "../../platform/database";
import { isAgent, type AgentViewer, type Ctx, type Place } from "../../privacy";
import { signalsOf } from "./network-signal";

export interface PlacePage {
  /** What holds now, in words; null while nothing is declared. */
  readonly current: { readonly place: string; readonly country: string; readonly since: Date; readonly until: Date; readonly narrowed: boolean; readonly confirmed: boolean; readonly byOffice: boolean } | null;
  /** The last declaration was contradicted: what was said, and what the network says. */
  readonly blocked: { readonly said: string; readonly network: string } | null;
  readonly officesKnown: boolean;
  readonly form: Record<"form" | "place" | "country" | "confirmations" | "current" | "code", Field>;
  readonly places: readonly Option[]; readonly countries: readonly Option[]; readonly confirmations: readonly ConfirmationBox[];
  readonly secondFactor: boolean; readonly return: string;
}

interface Last { declared: Place; declared_country: string; network_country: string; place: Place; country: string; result: string; confirmed: boolean; from_at: Date; until_at: Date }

/** Where this sign-in works, and the form that changes it. The page stays open to everybody, whatever is missing. */
export const showPlace = async (ctx: Ctx, path: string, again: Again = FRESH): Promise<Page> => {
  const { viewer } = ctx;
  if (!isAgent(viewer)) throw new Forbidden();
  const last = await row<Last>(ctx.db, `
    SELECT declared, declared_country, network_country, place, country, result, confirmed, from_at, until_at FROM place_declarations
    WHERE sign_in_id = $1 ORDER BY from_at DESC, until_at DESC LIMIT 1`, [viewer.signIn]);
  const t = textsFor(viewer);
  const countries = countryOptions(viewer.locale);
  const named = (code: string): string => countries.find(({ value }) => value === code)?.label ?? t("placeOfWork.unknownCountry");
  const model: PlacePage = {
    current: currentOf(viewer, ctx.now, last, named), officesKnown: signalsOf(ctx).officesKnown,
    blocked: last?.result === "contradiction" ? { said: named(last.declared_country), network: named(last.network_country) } : null,
    form: fieldsOf(viewer, ["place", "country", "confirmations", "current", "code"], again, last ? { place: last.declared, country: last.declared_country === "unknown" ? "" : last.declared_country } : {}),
    places: optionsOf(viewer, "identity.places", DECLARABLE), countries, confirmations: confirmationBoxes(viewer, again),
    secondFactor: viewer.secondFactor.confirmed, return: path,
  };
  return { template: "governance/place-of-work/declare", model, title: t("placeOfWork.title") };
};

const currentOf = (viewer: AgentViewer, now: Date, last: Last | null, named: (code: string) => string): PlacePage["current"] => {
  if (!last || last.place === "undeclared" || last.until_at <= now) return null;
  return {
    place: textsFor(viewer)(`identity.places.${last.place}`), country: named(last.country), since: last.from_at, until: last.until_at,
    narrowed: last.result === "narrowed", confirmed: last.confirmed, byOffice: last.declared === "office" && last.place === "home",
  };
};
