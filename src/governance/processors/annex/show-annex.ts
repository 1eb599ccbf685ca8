import type { Download, Page } from "../../../platform/http";
import { renderPdf, type Block } from "../../../platform/pdf";
import { publicAddress } from "../../../identity";
import type { Ctx } from "../../../privacy";
import { findContract } from "../desk/contracts";
import { contractEvidence } from "../life/enter";
import { cell, deskPage, section } from "../page/sections";
import { localeOf, momentText, textsOf } from "../page/words";
import { annexOf } from "./annex";

const ICONS: Readonly<Record<string, string>> = { contract: "contract", categories: "database", work: "inbox", countries: "world", measures: "shield-check", subProcessors: "arrows-split", contacts: "users" };

/** The annexes on a page, each with a note where record and enforcement differ. */
export const showAnnex = async (ctx: Ctx, id: string): Promise<Page> => {
  const contract = await findContract(ctx, id);
  const t = textsOf(ctx);
  const parts = await annexOf(ctx, contract);
  const heading = t("processors.annex.heading", { reference: contract.reference });
  const model = deskPage({
    heading, intro: t("processors.annex.intro", { when: momentText(ctx, ctx.now) }), back: { label: contract.reference, path: `/contracts/${id}` }, actions: [{ label: t("processors.annex.pdf"), path: `/contracts/${id}/annex.pdf`, icon: "download", primary: true }],
    sections: parts.map(({ key, title, head, lines, empty, differs }) => section({ id: key, title, icon: ICONS[key]!, empty, warning: differs.join(" "), table: { label: title, head, lines: lines.map((line) => ({ forms: [], cells: line.map((text) => cell(text)) })) } })),
  });
  return { template: "governance/processors/page", model, title: heading };
};

/** The same as a file, to be signed or handed to an authority. That it was taken is on record. */
export const annexPdf = async (ctx: Ctx, id: string): Promise<Download> => {
  const contract = await findContract(ctx, id);
  const t = textsOf(ctx);
  const blocks: Block[] = [
    { kind: "heading", level: 1, text: t("processors.annex.heading", { reference: contract.reference }) }, { kind: "paragraph", text: t("processors.annex.intro", { when: momentText(ctx, ctx.now) }) },
    ...(await annexOf(ctx, contract)).flatMap(({ title, head, lines, empty, differs }): Block[] => [
      { kind: "heading", level: 2, text: title }, lines.length > 0 ? { kind: "table", head, rows: lines } : { kind: "paragraph", text: empty }, ...differs.map((text): Block => ({ kind: "quote", text })),
    ]),
  ];
  await contractEvidence(ctx, contract, "annexTaken");
  const bytes = await renderPdf({
    title: t("processors.annex.heading", { reference: contract.reference }), language: localeOf(ctx), createdAt: ctx.now, author: publicAddress(ctx).companyName, footer: contract.reference,
    pageLabel: (page, pages) => t("processors.annex.page", { page, pages }), blocks,
  });
  return { bytes, contentType: "application/pdf", fileName: `${contract.reference.replace(/[^\w.-]+/g, "-")}.pdf` };
};
