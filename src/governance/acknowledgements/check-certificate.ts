import { z } from "zod";
import { rows } from "../../platform/database";
import type { Page } from "../../platform/http";
import { agentNames, textsFor } from "../../identity";
import { isAgent, type Ctx } from "../../privacy";
import { textById } from "../documents";
import { verifyChain } from "../evidence";
import { certificateNumber, recordedByNumber } from "./certificate";
import { personBy, standingOf } from "./people";
import { acknowledgementPolicy } from "./policy";

export const CheckQuery = z.object({ number: z.string().trim().max(100).catch("").default("") });

export interface CheckPage {
  readonly typed: string; readonly asked: boolean;
  readonly found: { readonly number: string; readonly person: string; readonly employer: string; readonly at: Date; readonly title: string; readonly version: string; readonly sha256: string; readonly entryHash: string; readonly intact: boolean; readonly holds: boolean; readonly state: string } | null;
}

/**
 * Whether a certificate is what the record says. The same answer for a number that does not exist and for one of somebody
 * whose papers are not this reader's to see.
 */
export const checkCertificate = async (ctx: Ctx, { number }: z.infer<typeof CheckQuery>): Promise<Page> => {
  const t = textsFor(ctx.viewer);
  const recorded = number ? await recordedByNumber(ctx, number) : null;
  const model: CheckPage = { typed: number, asked: number !== "", found: null };
  if (!recorded || !isAgent(ctx.viewer) || !acknowledgementPolicy.checkCertificate(ctx.viewer, recorded)) return { template: "governance/acknowledgements/check", model, title: t("acknowledgements.check.title") };
  const text = await textById(ctx, recorded.textId);
  const chain = await verifyChain((sql, values) => rows(ctx.db, sql, values), recorded.chain);
  const standing = standingOf(await personBy(ctx, recorded.agentId), ctx.now);
  const found = {
    number: certificateNumber(recorded.hash), person: (await agentNames(ctx, [recorded.agentId])).get(recorded.agentId) ?? t("identity.people.erased"), employer: recorded.employer, at: recorded.at,
    title: text.title, version: String(text.version), sha256: text.sha256, entryHash: recorded.hash.toString("hex"), intact: chain.findings.length === 0, holds: standing.access, state: t(`acknowledgements.state.${standing.state}`),
  };
  return { template: "governance/acknowledgements/check", model: { ...model, found }, title: t("acknowledgements.check.title") };
};
