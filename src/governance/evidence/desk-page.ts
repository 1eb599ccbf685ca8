import { rows } from "../../platform/database";
import { allow } from "../../platform/faults";
import type { Page } from "../../platform/http";
import { agentNames, localeOfViewer, optionsOf, textsFor, type Option } from "../../identity";
import { append, type Ctx } from "../../privacy";
import { actorText, factText } from "./entry";
import { verificationFor } from "./export-evidence";
import { listEvidence, type EvidenceFilter } from "./list-evidence";
import { evidencePolicy } from "./policy";
import { EVIDENCE_KINDS } from "./record";
import { verifyEvidence, type EvidenceFinding } from "./verify";

const MOST = 200;

export interface EvidencePage {
  readonly people: readonly Option[]; readonly kinds: readonly Option[]; readonly person: string; readonly day: string; readonly kind: string; readonly more: boolean;
  readonly exports: readonly { label: string; path: string }[];
  readonly chain: { readonly text: string; readonly tone: string } | null;
  readonly entries: readonly { id: string; at: Date; title: string; person: string; personPath: string; by: string; employer: string; detail: readonly { key: string; value: string }[]; network: string; note: string; position: number; hash: string; short: string }[];
}

/** Everybody who has evidence, also those who left, by name. */
const peopleOptions = async (ctx: Ctx): Promise<Option[]> => {
  const ids = (await rows<{ id: string }>(ctx.db, "SELECT DISTINCT agent_id AS id FROM evidence WHERE agent_id IS NOT NULL")).map(({ id }) => id);
  const names = await agentNames(ctx, ids);
  return ids.map((id) => ({ value: id, label: names.get(id) ?? textsFor(ctx.viewer)("identity.people.erased") })).sort((a, b) => a.label.localeCompare(b.label, localeOfViewer(ctx.viewer)));
};

/** The desk "Evidence": what was written down about whom, when, by whom, and whether the chain is whole. */
export const showEvidence = async (ctx: Ctx, filter: EvidenceFilter): Promise<Page> => {
  const t = textsFor(ctx.viewer);
  const lines = await listEvidence(ctx, filter, { action: "view", most: MOST + 1 });
  const verification = await verificationFor(ctx, filter);
  const query = new URLSearchParams({ person: filter.person ?? "", day: filter.day ?? "", kind: filter.kind ?? "" }).toString();
  const model: EvidencePage = {
    people: await peopleOptions(ctx), kinds: optionsOf(ctx.viewer, "evidence.kind", EVIDENCE_KINDS), person: filter.person ?? "", day: filter.day ?? "", kind: filter.kind ?? "", more: lines.length > MOST,
    exports: ["pdf", "csv", "json"].map((format) => ({ label: t(`evidence.export.${format}`), path: `/evidence/export/${format}?${query}` })),
    chain: verification && { text: t(verification.findings.length === 0 ? "evidence.chain.intact" : "evidence.chain.broken", { count: verification.entries }), tone: verification.findings.length === 0 ? "success" : "danger" },
    entries: lines.slice(0, MOST).map((line) => ({
      id: line.id, at: line.at, title: `${t(`evidence.kind.${line.kind}`)}: ${factText(t, line.fact)}`, person: line.person, personPath: line.agentId ? `/evidence?person=${line.agentId}` : "",
      by: actorText(t, line), employer: line.employer, detail: Object.entries(line.detail).map(([key, value]) => ({ key, value })), network: line.network, note: line.note, position: line.position, hash: line.entryHash, short: line.entryHash.slice(0, 12),
    })),
  };
  return { template: "governance/evidence/index", model, title: t("evidence.title") };
};

export interface CheckedPage { readonly text: string; readonly tone: string; readonly removed: number; readonly findings: readonly { readonly where: string; readonly text: string }[] }

const findingOf = (t: ReturnType<typeof textsFor>, { chain, position, problem }: EvidenceFinding): CheckedPage["findings"][number] =>
  ({ where: position === null ? chain.slice(0, 20) : t("evidence.at", { position, chain }), text: t(`evidence.problem.${problem}`) });

/** Every chain from its first entry, and both ways against the access log: what `npm run log:verify` prints, on a page. */
export const showChecked = async (ctx: Ctx): Promise<Page> => {
  allow(evidencePolicy.read(ctx.viewer), "forbidden");
  const t = textsFor(ctx.viewer);
  const found = await verifyEvidence((sql, values) => rows(ctx.db, sql, values));
  await append(ctx, [{ action: "readLog", subjects: [], ticket: null, forms: {}, purpose: "audit", count: found.entries, detail: { what: "evidence", findings: String(found.findings.length) } }]);
  const intact = found.findings.length === 0;
  const model: CheckedPage = { text: t(intact ? "evidence.chain.intact" : "evidence.chain.broken", { count: found.entries }), tone: intact ? "success" : "danger", removed: found.removed, findings: found.findings.map((one) => findingOf(t, one)) };
  return { template: "governance/evidence/checked", model, title: t("evidence.check") };
};
