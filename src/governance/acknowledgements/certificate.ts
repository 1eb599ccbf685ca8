import { row } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import type { Download } from "../../platform/http";
import { formatDate, translator, type Locale } from "../../platform/i18n";
import { markdownToBlocks } from "../../platform/markdown";
import { renderPdf, type Block } from "../../platform/pdf";
import { agentNames, publicAddress } from "../../identity";
import type { Ctx } from "../../privacy";
import { textById, type DocumentText } from "../documents";

/** One acknowledgement with the entry of evidence that records it. */
export interface Recorded {
  readonly id: string; readonly agentId: string; readonly employerId: string; readonly teamId: string | null; readonly employer: string; readonly at: Date; readonly textId: string; readonly method: "portal" | "instruction" | "imported";
  readonly evidenceId: string; readonly chain: string; readonly hash: Buffer; readonly detail: Readonly<Record<string, string>>;
}

const RECORDED = `
SELECT k.id, k.agent_id AS "agentId", k.employer_id AS "employerId", a.team_id AS "teamId", e.name AS employer, k.valid_from AS at, k.text_id AS "textId", k.method, v.id AS "evidenceId", v.chain, v.entry_hash AS hash, v.detail
FROM acknowledgements k JOIN agents a ON a.id = k.agent_id JOIN employers e ON e.id = k.employer_id
JOIN evidence v ON v.object_id = k.id AND v.kind = 'acknowledgement' AND v.fact IN ('acknowledged', 'acknowledgedByInstruction')`;

export const recordedBy = (ctx: Pick<Ctx, "db">, id: string): Promise<Recorded | null> => row<Recorded>(ctx.db, `${RECORDED} WHERE k.id = $1`, [id]);

/** Ten bytes of the entry's hash: enough that nobody finds a second, and short enough to be typed. */
const NUMBER_BYTES = 10;
export const certificateNumber = (hash: Buffer): string => hash.subarray(0, NUMBER_BYTES).toString("hex").toUpperCase().match(/.{4}/g)!.join("-");

/** The acknowledgement that a number or a whole hash stands for, however it was typed; null for anything else. */
export const recordedByNumber = async (ctx: Pick<Ctx, "db">, typed: string): Promise<Recorded | null> => {
  const hex = typed.toLowerCase().replace(/[^0-9a-f]/g, "");
  if (!/^[0-9a-f\s-]+$/i.test(typed) || (hex.length !== NUMBER_BYTES * 2 && hex.length !== 64)) return null;
  return row<Recorded>(ctx.db, `${RECORDED} WHERE v.entry_hash BETWEEN decode(rpad($1, 64, '0'), 'hex') AND decode(rpad($1, 64, 'f'), 'hex') LIMIT 1`, [hex]);
};

const DETAILS = ["presentedAt", "fullyDisplayed", "scrolledToEnd", "quiz", "confirmedBy", "signIn", "secondFactor", "contracts", "jurisdiction", "language"] as const;

/** What the certificate says, in the language of the text. */
const blocksOf = (recorded: Recorded, text: DocumentText, name: string, say: { t: ReturnType<typeof translator>; locale: Locale; check: string }): Block[] => {
  const { t, locale, check } = say;
  const rows: [string, string][] = [
    [t("acknowledgements.certificate.number"), certificateNumber(recorded.hash)], [t("acknowledgements.certificate.person"), name], [t("acknowledgements.certificate.employer"), recorded.employer],
    [t("acknowledgements.certificate.at"), `${formatDate(recorded.at, locale, "full")} (${recorded.at.toISOString()})`], [t("acknowledgements.certificate.method"), t(`acknowledgements.method.${recorded.method}`)],
    [t("acknowledgements.certificate.document"), `${text.title}, ${t("documents.versionOf", { version: text.version })}`], [t("acknowledgements.certificate.textHash"), text.sha256],
    ...DETAILS.filter((key) => recorded.detail[key]).map((key): [string, string] => [t(`acknowledgements.detail.${key}`), recorded.detail[key]!]),
    [t("acknowledgements.certificate.entryHash"), recorded.hash.toString("hex")],
  ];
  return [
    { kind: "paragraph", text: t("acknowledgements.certificate.intro") }, { kind: "rows", rows }, { kind: "quote", text: t("acknowledgements.certificate.check", { path: check }) },
    { kind: "pageBreak" }, { kind: "heading", level: 1, text: text.title }, ...markdownToBlocks(text.body),
    ...(text.leaflet ? [{ kind: "rule" } as const, ...markdownToBlocks(text.leaflet)] : []),
  ];
};

/** The certificate as a PDF: text, version, hash, time and person, the same bytes whenever it is asked for. Whoever calls has decided who may have it. */
export const certificatePdf = async (ctx: Ctx, id: string): Promise<Download> => {
  const recorded = await recordedBy(ctx, id);
  if (!recorded) throw new NotFound();
  const text = await textById(ctx, recorded.textId);
  const locale = text.language;
  const t = translator(locale, "key");
  const { companyName, baseUrl } = publicAddress(ctx);
  const name = (await agentNames(ctx, [recorded.agentId])).get(recorded.agentId) ?? t("identity.people.erased");
  const number = certificateNumber(recorded.hash);
  const bytes = await renderPdf({
    title: t("acknowledgements.certificate.title"), language: locale, createdAt: recorded.at, author: companyName, footer: `${companyName} · ${number}`,
    pageLabel: (page, pages) => t("acknowledgements.certificate.page", { page, pages }), blocks: blocksOf(recorded, text, name, { t, locale, check: `${baseUrl}/certificates` }),
  });
  return { bytes, contentType: "application/pdf", fileName: `${t("acknowledgements.certificate.file")}-${number}.pdf` };
};
