import { importAcknowledgement, publishTemplate } from "../governance";
import type { Ctx } from "../privacy";
import { asOf, daysFrom } from "./as-of";
import type { SampleAgent } from "./types";

/** The texts of the sample have been in force for longer than anybody's confirmation. */
const TEXTS: readonly (readonly [template: string, key: string])[] = [["confidentiality/DE", "main"], ["confidentiality/AT", "main"], ["home-office/DE", "main"], ["guideline/DE", "customer-data"]];

/** A privacy officer publishes; what they need of a viewer is who they are. */
const officerCtx = (ctx: Ctx, officer: { id: string; employerId: string }): Ctx => ({ ...ctx, viewer: {
  kind: "agent", id: officer.id, pseudonym: "", team: null, name: "", signIn: officer.id, locale: "de", policy: { version: 1, matrix: {} }, preferences: { theme: "auto", density: "comfortable", shortcuts: true },
  secondFactor: { confirmed: false, required: false },
  standing: { role: "privacyOfficer", employer: { id: officer.employerId, name: "", kind: "inHouse" }, acknowledged: false, training: "missing", place: "undeclared", country: "unknown", homeAgreement: null, contracts: [], queues: [], reveals: [] },
} as unknown as Ctx["viewer"] });

export interface Employed { readonly id: string; readonly employerId: string; readonly agent: SampleAgent }

/** Texts, and who confirmed them: most some months ago, one so long ago that it has expired, one who must confirm anew within days. */
export const loadAcknowledgements = async (ctx: Ctx, people: readonly Employed[]): Promise<void> => {
  const officer = people.find(({ agent }) => agent.role === "privacyOfficer")!;
  const published = asOf(officerCtx(ctx, officer), daysFrom(ctx.now, -480));
  for (const [template, key] of TEXTS) await publishTemplate(published, template, key);
  let lapsing = true;
  for (const { id, employerId, agent } of people) {
    const { acknowledgement } = agent.papers;
    if (acknowledgement === "missing") continue;
    const due = lapsing && acknowledgement === "valid" && agent.role === "agent" && agent.place === "office";
    if (due) lapsing = false;
    await importAcknowledgement(asOf(ctx, daysFrom(ctx.now, acknowledgement === "expired" ? -400 : due ? -370 : -120)), { agentId: id, employerId, language: agent.locale });
  }
};
