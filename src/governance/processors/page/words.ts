import { formatDate, formatNumber, TIME_ZONE, translator, type Locale, type Translate } from "../../../platform/i18n";
import { startOfDay } from "../../../platform/local-time";
import { rows } from "../../../platform/database";
import { agentNames } from "../../../identity";
import { isAgent, type Ctx } from "../../../privacy";

export const localeOf = ({ viewer }: Pick<Ctx, "viewer">): Locale => (viewer.kind === "system" ? "de" : viewer.locale);
export const textsOf = (ctx: Pick<Ctx, "viewer">): Translate => translator(localeOf(ctx));

/** Calendar days as people read them; a day is the same day in every zone. */
export const dayText = (ctx: Ctx, day: string): string => formatDate(startOfDay(day, TIME_ZONE), localeOf(ctx), "date");
export const momentText = (ctx: Ctx, at: Date): string => formatDate(at, localeOf(ctx), "dateTime");
export const numberText = (ctx: Ctx, value: number): string => formatNumber(value, localeOf(ctx));
export const countryText = (ctx: Ctx, code: string): string => `${new Intl.DisplayNames([localeOf(ctx)], { type: "region", fallback: "code" }).of(code) ?? code} (${code})`;
export const listText = (ctx: Ctx, parts: readonly string[]): string => new Intl.ListFormat(localeOf(ctx), { type: "conjunction" }).format(parts);

/** Names of colleagues who acted. A processor's lead reads of the controller only that it was the controller. */
export const actorsOf = async (ctx: Ctx, ids: readonly (string | null)[]): Promise<(id: string | null) => string> => {
  const t = textsOf(ctx);
  const known = ids.filter((id): id is string => id !== null);
  const employers = new Map((await rows<{ id: string; employer_id: string }>(ctx.db, "SELECT id, employer_id FROM agents WHERE id = ANY($1::uuid[])", [known])).map(({ id, employer_id: employer }) => [id, employer]));
  const own = isAgent(ctx.viewer) ? ctx.viewer.standing.employer : null;
  const names = await agentNames(ctx, known.filter((id) => own?.kind === "inHouse" || employers.get(id) === own?.id));
  return (id) => (id === null ? t("processors.program") : names.get(id) ?? t(own?.kind === "inHouse" ? "processors.somebody" : "processors.controller"));
};

/** Every queue there is, in the viewer's language. */
export const queueChoices = (ctx: Ctx): Promise<{ id: string; name: string }[]> =>
  rows(ctx.db, "SELECT id, CASE WHEN $1 = 'de' THEN name_de ELSE name_en END AS name FROM queues ORDER BY position, key", [localeOf(ctx)]);
