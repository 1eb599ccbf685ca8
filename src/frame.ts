import type { Request } from "express";
import type { ViewerFrame } from "./platform/http";
import { localeOf } from "./platform/http";
import { translator } from "./platform/i18n";
import { isInHouse, type Role, type Viewer } from "./privacy";

interface NavEntry { readonly path: string; readonly key: string; readonly icon: string; readonly roles: readonly Role[]; readonly inHouse?: boolean }

/** The rail: what each role can open. A path that is not offered is still refused by its own policy. */
const NAV: readonly NavEntry[] = [
  { path: "/tickets", key: "nav.tickets", icon: "inbox", roles: ["agent", "lead", "privacyOfficer"] },
  { path: "/look-up", key: "nav.lookUp", icon: "zoom-question", roles: ["agent", "lead"] },
  { path: "/access-log", key: "nav.accessLog", icon: "eye", roles: ["lead", "privacyOfficer", "auditor"] },
  { path: "/quarantine", key: "nav.quarantine", icon: "archive", roles: ["lead", "privacyOfficer"], inHouse: true },
  { path: "/policy", key: "nav.policy", icon: "shield-lock", roles: ["privacyOfficer"], inHouse: true },
  { path: "/administration/people", key: "nav.people", icon: "users", roles: ["administrator"] },
  { path: "/administration/security", key: "nav.security", icon: "key", roles: ["administrator"] },
];

/** What of a page's frame depends on who looks. */
export const frameOf = (viewer: Viewer, req: Request): ViewerFrame => {
  if (viewer.kind !== "agent") return { locale: localeOf(req), theme: "auto", density: "comfortable", shortcuts: true, viewer: undefined, nav: [] };
  const t = translator(viewer.locale);
  const { role, place } = viewer.standing;
  return {
    locale: viewer.locale, ...viewer.preferences,
    viewer: { name: viewer.name, role: t(`ui.role.${role}`), place: t(`ui.place.${place}`) },
    nav: NAV.filter(({ roles, inHouse }) => roles.includes(role) && (!inHouse || isInHouse(viewer))).map(({ path, key, icon }) => ({ path, key, icon, current: req.path === path || req.path.startsWith(`${path}/`) })),
  };
};
