import type { AgentViewer } from "../../privacy";

/** What somebody may open before they have confirmed: their own papers and account, training, the declaration of their place, the way out. */
const OPEN = [/^\/papers(\/|$)/, /^\/training(\/|$)/, /^\/account(\/|$)/, /^\/place-of-work(\/|$)/, /^\/preferences$/, /^\/sign-out$/, /^\/certificates$/];

/**
 * Where somebody must go first whose acknowledgement does not hold although there is a text for them. Who has refused or
 * declared a withdrawal is not asked at every step; they see masks, and a person talks with them.
 */
export const acknowledgementDetour = ({ standing, textToConfirm }: Pick<AgentViewer, "standing" | "textToConfirm">, path: string): string | null => {
  if (standing.acknowledged || !textToConfirm) return null;
  if (standing.acknowledgementGap === "refused" || standing.acknowledgementGap === "withdrawn") return null;
  return OPEN.some((open) => open.test(path)) ? null : "/papers/acknowledgement";
};
