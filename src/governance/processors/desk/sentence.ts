import { daysBetween, localDay } from "../../../platform/local-time";
import type { Ctx } from "../../../privacy";
import { IN_FORCE, type State } from "../life/states";
import type { Concerned } from "../life/concerned";
import { listText, textsOf } from "../page/words";
import { lastDay, type Contract } from "./contracts";

const TONES: Readonly<Record<State, string>> = {
  draft: "outline", inReview: "info", awaitingSignature: "info", active: "success", amendmentPending: "info", suspended: "danger", noticeGiven: "warning", windDown: "warning", ended: "warning", deletionConfirmed: "outline", archived: "outline",
};
export const stateTone = (state: State): string => TONES[state];

/** "28 agents, 3 queues, 6 categories; ends in 41 days; then 112 open tickets return to Billing". */
export const sentenceOf = (ctx: Ctx, contract: Contract, { agents, tickets, queues, returnsTo }: Concerned): string => {
  const t = textsOf(ctx);
  const categories = Object.values(contract.forms).filter((form) => form !== "hidden").length;
  const what = [t("processors.sentence.agents", { count: agents }), t("processors.sentence.queues", { count: queues.length }), t("processors.sentence.categories", { count: categories })].join(", ");
  const returns = tickets === 0 ? t("processors.sentence.nothingReturns") : t("processors.sentence.returns", { count: tickets, queues: listText(ctx, returnsTo) });
  if (IN_FORCE.includes(contract.state) && contract.validFrom > ctx.now) return t("processors.sentence.begins", { what, count: daysBetween(localDay(ctx.now, contract.zone), localDay(contract.validFrom, contract.zone)) });
  if (IN_FORCE.includes(contract.state)) return t("processors.sentence.runs", { what, returns, count: Math.max(0, daysBetween(localDay(ctx.now, contract.zone), lastDay(contract))) });
  return t(`processors.sentence.${contract.state}`, { what });
};
