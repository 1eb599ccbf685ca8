import type { z } from "zod";
import { row } from "../../platform/database";
import { translator, type Locale } from "../../platform/i18n";
import { ASSETS, type EmploymentEnded } from "../../identity";
import type { Ctx } from "../../privacy";
import { recordEvidence } from "../evidence";
import { sendNotice } from "../notices";

const FACTS = { left: "left", employer: "employerChanged", role: "roleChanged" } as const;

/**
 * Keeps the end of a job as evidence, once, and reminds whoever leaves of the duty that goes on (domain rule 1; in Austria
 * § 6 DSG), with what was given back and what is still missing.
 */
export const noteEnd = async (ctx: Ctx, { agent, employer, reason, employment }: z.infer<typeof EmploymentEnded>): Promise<void> => {
  if (employment === null) return;
  const noted = await row(ctx.db, "SELECT 1 FROM evidence WHERE object_id = $1 AND kind = 'person'", [employment]);
  const ended = await row<{ returned: string[]; locale: Locale }>(ctx.db, "SELECT em.returned, a.locale FROM employments em JOIN agents a ON a.id = em.agent_id WHERE em.id = $1", [employment]);
  if (noted || !ended) return;
  await recordEvidence(ctx, { kind: "person", agentId: agent, employerId: employer, objectId: employment, fact: FACTS[reason], detail: reason === "left" ? { returned: ended.returned.join(",") } : {} });
  if (reason !== "left") return;
  const t = translator(ended.locale);
  const listed = (assets: readonly string[]): string => new Intl.ListFormat(ended.locale).format(assets.map((asset) => t(`identity.assets.${asset}`))) || t("notices.nothing");
  await sendNotice(ctx, { to: agent, template: "leaving", path: "/contact", afterLeaving: true, values: { returned: listed(ended.returned), missing: listed(ASSETS.filter((asset) => !ended.returned.includes(asset))) } });
};
