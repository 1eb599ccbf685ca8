import { rows } from "../../platform/database";
import type { Download } from "../../platform/http";
import { formatDate, translator, type Locale, type Translate } from "../../platform/i18n";
import { renderPdf, type Block } from "../../platform/pdf";
import { localeOfViewer, publicAddress } from "../../identity";
import type { Ctx } from "../../privacy";
import { actorText, chainOf, factText } from "./entry";
import { listEvidence, type EvidenceFilter, type EvidenceLine } from "./list-evidence";
import { verifyChain, type EvidenceVerification } from "./verify";

export const EXPORT_FORMATS = ["pdf", "csv", "json"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** More than this is not read by anybody; the filters make it smaller. */
const MOST = 5_000;

/** A cell as spreadsheets read it: quoted, and never a formula. */
const cell = (value: string): string => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll("\"", "\"\"")}"`;
const detailText = (detail: Readonly<Record<string, string>>): string => Object.entries(detail).map(([key, value]) => `${key}=${value}`).join("; ");

const COLUMNS: readonly (readonly [string, (line: EvidenceLine) => string])[] = [
  ["at", ({ at }) => at.toISOString()], ["person", ({ person }) => person], ["employer", ({ employer }) => employer], ["kind", ({ kind }) => kind], ["fact", ({ fact }) => fact], ["by", ({ actorName, actor }) => actorName || actor],
  ["detail", ({ detail }) => detailText(detail)], ["network", ({ network }) => network], ["note", ({ note }) => note], ["object", ({ objectId }) => objectId], ["chain", ({ chain }) => chain], ["position", ({ position }) => String(position)],
  ["previousHash", ({ prevHash }) => prevHash], ["entryHash", ({ entryHash }) => entryHash],
];
const csvOf = (lines: readonly EvidenceLine[]): string => `\ufeff${[COLUMNS.map(([name]) => name), ...lines.map((line) => COLUMNS.map(([, of]) => of(line)))].map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;

/** One entry as a short section: what happened, and below it what is known. */
const sectionOf = (line: EvidenceLine, t: Translate, locale: Locale): Block[] => [
  { kind: "heading", level: 3, text: `${formatDate(line.at, locale, "full")} · ${t(`evidence.kind.${line.kind}`)}: ${factText(t, line.fact)}` },
  { kind: "rows", rows: [
    ...(line.person ? [[t("evidence.person"), line.person] as const] : []), [t("evidence.by"), actorText(t, line)], ...(line.employer ? [[t("evidence.employer"), line.employer] as const] : []),
    ...Object.entries(line.detail).map(([key, value]) => [key, value] as const), ...(line.network ? [[t("evidence.network"), line.network] as const] : []), ...(line.note ? [[t("evidence.note"), line.note] as const] : []),
    [t("evidence.entry"), `${line.position} · ${line.entryHash}`],
  ] },
];

const pdfOf = async (ctx: Ctx, lines: readonly EvidenceLine[], said: { about: string; verification: EvidenceVerification | null }): Promise<Buffer> => {
  const locale = localeOfViewer(ctx.viewer);
  const t = translator(locale, "key");
  const { companyName } = publicAddress(ctx);
  const chain = said.verification ? t(said.verification.findings.length === 0 ? "evidence.chain.intact" : "evidence.chain.broken", { count: said.verification.entries }) : "";
  return renderPdf({
    title: t("evidence.export.title"), language: locale, createdAt: ctx.now, author: companyName, footer: `${companyName} · ${t("evidence.export.title")}`, pageLabel: (page, pages) => t("evidence.export.page", { page, pages }),
    blocks: [{ kind: "paragraph", text: said.about }, ...(chain ? [{ kind: "quote", text: chain } as const] : []), ...lines.flatMap((line) => sectionOf(line, t, locale))],
  });
};

/** The chain of the person an export is about, checked; null for an export of a day. */
export const verificationFor = async (ctx: Ctx, { person }: Pick<EvidenceFilter, "person">): Promise<EvidenceVerification | null> =>
  (person ? verifyChain((sql, values) => rows(ctx.db, sql, values), chainOf(person, "")) : null);

/** The evidence of one person or one day as a file. Oldest first, as it happened. */
export const exportEvidence = async (ctx: Ctx, filter: EvidenceFilter, format: ExportFormat): Promise<Download> => {
  const lines = (await listEvidence(ctx, filter, { action: "export", most: MOST })).reverse();
  const verification = await verificationFor(ctx, filter);
  const t = translator(localeOfViewer(ctx.viewer), "key");
  const about = [filter.person ? lines.find(({ agentId }) => agentId === filter.person)?.person ?? "" : "", filter.day ?? "", t("evidence.export.made", { at: formatDate(ctx.now, localeOfViewer(ctx.viewer), "full"), count: lines.length })].filter(Boolean).join(" · ");
  const fileName = `evidence-${filter.day ?? ctx.now.toISOString().slice(0, 10)}.${format}`;
  if (format === "csv") return { bytes: csvOf(lines), contentType: "text/csv; charset=utf-8", fileName };
  if (format === "json") return { bytes: `${JSON.stringify({ format: "diskret evidence 1", madeAt: ctx.now, filter, verification, entries: lines }, null, 2)}\n`, contentType: "application/json; charset=utf-8", fileName };
  return { bytes: await pdfOf(ctx, lines, { about, verification }), contentType: "application/pdf", fileName };
};
