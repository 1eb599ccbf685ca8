import type { Page } from "../../../platform/http";
import type { Ctx } from "../../../privacy";
import { concernedBy } from "../life/concerned";
import { ROAD } from "../life/states";
import { contractPolicy } from "../policy";
import type { Returned } from "../page/forms";
import { deskPage, strayError, type Section, type Step } from "../page/sections";
import { localeOf, textsOf } from "../page/words";
import type { Contract } from "./contracts";
import { sentenceOf, stateTone } from "./sentence";

export const TABS = ["overview", "papers", "chain", "oversight", "people", "exit"] as const;
export type Tab = (typeof TABS)[number];
const pathOf = (id: string, tab: Tab): string => (tab === "overview" ? `/contracts/${id}` : `/contracts/${id}/${tab}`);

/** The frame of every page of one contract: what it is, the live sentence, the road, the tabs. */
export const contractPage = async (ctx: Ctx, contract: Contract, { tab, sections, returned }: { tab: Tab; sections: readonly Section[]; returned: Returned | null }): Promise<Page> => {
  const t = textsOf(ctx);
  const concerned = (await concernedBy(ctx, [contract.id], localeOf(ctx))).get(contract.id)!;
  const heading = `${contract.employer}: ${contract.reference}`;
  const model = deskPage({
    heading, intro: contract.title, badge: { text: t(`processors.state.${contract.state}`), tone: stateTone(contract.state) }, sentence: sentenceOf(ctx, contract, concerned), sentenceTone: contract.state === "suspended" ? "danger" : contract.state === "active" || contract.state === "amendmentPending" ? "info" : "warning",
    actions: [{ label: t("processors.annex.title"), path: `/contracts/${contract.id}/annex`, icon: "file-text", primary: false }], back: { label: t("processors.title"), path: "/contracts" }, road: roadOf(ctx, contract), tabsLabel: t("processors.tabs"),
    tabs: TABS.filter((name) => name !== "exit" || contractPolicy.controller(ctx.viewer)).map((name) => ({ label: t(`processors.tab.${name}`), path: pathOf(contract.id, name), current: name === tab })), error: strayError(t, sections, returned), sections,
  });
  return { template: "governance/processors/page", model, title: `${heading} · ${t(`processors.tab.${tab}`)}` };
};

const roadOf = (ctx: Ctx, { state }: Contract): Step[] => {
  const t = textsOf(ctx);
  const at = ROAD.indexOf(state === "amendmentPending" || state === "suspended" ? "active" : state);
  return ROAD.map((step, index) => ({ label: t(`processors.state.${index === at ? state : step}`), passed: index < at, current: index === at }));
};
