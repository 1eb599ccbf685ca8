import type { Request } from "express";
import type { ViewerFrame } from "./platform/http";
import { localeOf } from "./platform/http";
import { translator } from "./platform/i18n";
import { placeStrip } from "./governance";
import { isInHouse, mayPrint, ROLES, type Role, type Viewer } from "./privacy";

interface NavEntry { readonly path: string; readonly key: string; readonly icon: string; readonly roles: readonly Role[]; readonly inHouse?: boolean }

/** The rail: what each role can open. A path that is not offered is still refused by its own policy. */
const NAV: readonly NavEntry[] = [
  { path: "/tickets", key: "nav.tickets", icon: "inbox", roles: ["agent", "lead", "privacyOfficer"] },
  { path: "/look-up", key: "nav.lookUp", icon: "zoom-question", roles: ["agent", "lead"] },
  { path: "/papers", key: "nav.papers", icon: "certificate", roles: ROLES },
  { path: "/readiness", key: "nav.readiness", icon: "user-check", roles: ["lead", "privacyOfficer"] },
  { path: "/home-office", key: "nav.homeOffice", icon: "home-check", roles: ["lead", "privacyOfficer"] },
  { path: "/training-rules", key: "nav.trainingRules", icon: "school", roles: ["privacyOfficer"], inHouse: true },
  { path: "/contracts", key: "nav.contracts", icon: "contract", roles: ["lead"] },
  { path: "/contracts", key: "nav.contracts", icon: "contract", roles: ["privacyOfficer", "administrator", "auditor"], inHouse: true },
  { path: "/access-log", key: "nav.accessLog", icon: "eye", roles: ["lead", "privacyOfficer", "auditor"] },
  { path: "/quarantine", key: "nav.quarantine", icon: "archive", roles: ["lead", "privacyOfficer"], inHouse: true },
  { path: "/acknowledgements", key: "nav.acknowledgements", icon: "clipboard-check", roles: ["lead", "privacyOfficer"] },
  { path: "/documents", key: "nav.documents", icon: "file-text", roles: ["privacyOfficer"], inHouse: true },
  { path: "/evidence", key: "nav.evidence", icon: "fingerprint", roles: ["privacyOfficer"], inHouse: true },
  { path: "/policy", key: "nav.policy", icon: "shield-lock", roles: ["privacyOfficer"], inHouse: true },
  { path: "/verification-profiles", key: "nav.verification", icon: "phone-call", roles: ["privacyOfficer"], inHouse: true },
  { path: "/routing", key: "nav.routing", icon: "arrows-split", roles: ["lead", "administrator"], inHouse: true },
  { path: "/administration/people", key: "nav.people", icon: "users", roles: ["administrator"] },
  { path: "/administration/security", key: "nav.security", icon: "key", roles: ["administrator"] },
];

/** Pages without a topic of their own that show what a standing decides: they listen for its changes. Forms that somebody fills in are left alone. */
const DECIDED = [/^\/papers$/, /^\/readiness(\/|$)/, /^\/look-up$/, /^\/quarantine(\/|$)/, /^\/access-log(\/|$)/, /^\/tickets\/\d+\//];

/** What of a page's frame depends on who looks. */
export const frameOf = (viewer: Viewer, req: Request): ViewerFrame => {
  if (viewer.kind !== "agent") return { locale: localeOf(req), theme: "auto", density: "comfortable", shortcuts: true, viewer: undefined, nav: [] };
  const t = translator(viewer.locale);
  const { role, place } = viewer.standing;
  return {
    locale: viewer.locale, ...viewer.preferences, ...(DECIDED.some((path) => path.test(req.path)) ? { live: `agent:${viewer.id}` } : {}),
    strip: req.path === "/place-of-work" ? undefined : placeStrip(viewer, req.method === "GET" ? req.originalUrl : "/"), paperClosed: !mayPrint(viewer.standing),
    viewer: { name: viewer.name, role: t(`ui.role.${role}`), place: t(`ui.place.${place}`) },
    nav: NAV.filter(({ roles, inHouse }) => roles.includes(role) && (!inHouse || isInHouse(viewer))).map(({ path, key, icon }) => ({ path, key, icon, current: req.path === path || req.path.startsWith(`${path}/`) })),
  };
};
