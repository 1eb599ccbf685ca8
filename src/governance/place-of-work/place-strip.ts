import { textsFor } from "../../identity";
import type { AgentViewer, Role } from "../../privacy";
import { PLACE_PATH } from "./declare-own-place";
import { needsConfirmation } from "./resolve-place";

/** One line above every page, for those whose work shows customers, as long as their place of work hides them. */
export interface PlaceStrip { readonly text: string; readonly action: string; readonly path: string }
const CONCERNED: ReadonlySet<Role> = new Set(["agent", "lead", "privacyOfficer"]);

export const placeStrip = (viewer: AgentViewer, path: string): PlaceStrip | undefined => {
  const { role, place, placeConfirmed } = viewer.standing;
  const missing = place === "undeclared" ? "undeclared" : needsConfirmation(place) && !placeConfirmed ? "unconfirmed" : null;
  if (!missing || !CONCERNED.has(role)) return undefined;
  const t = textsFor(viewer);
  return { text: t(`placeOfWork.strip.${missing}`), action: t("placeOfWork.strip.action"), path: `${PLACE_PATH}?return=${encodeURIComponent(path)}` };
};
