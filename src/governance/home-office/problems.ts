import type { Agreement, Inspector } from "./agreement";
import { openItems, type ItemCode, type Room } from "./checklist";

/** What keeps an agreement from being submitted: a key below `homeOffice.problems.` in locales/, and for blockers the item. */
export interface Problem { readonly key: string; readonly code?: ItemCode }

/** Who must be allowed to inspect: without a contractual permission nobody may at the door (Art. 13 GG; Art. 58(1)(f) GDPR for the authority). */
const inspectors = (outsourced: boolean): readonly Inspector[] => (outsourced ? ["employer", "privacy", "client", "authority"] : ["employer", "privacy", "authority"]);

type Content = Pick<Agreement, "kind" | "checklist" | "paper" | "privateDevice" | "devices" | "countries" | "inspectedBy" | "validUntil">;
export interface Around { readonly addresses: readonly { readonly country: string; readonly room: Room }[]; readonly household: boolean; readonly outsourced: boolean; readonly contractAllowsHome: boolean; readonly now: Date }

/** Pure: the same answer for the page that shows what is missing and for the command that refuses. */
export const problemsOf = (content: Content, around: Around): Problem[] => {
  const rooms = around.addresses.map(({ room }) => room);
  const plain: [string, boolean][] = [
    ["contract", around.outsourced && !around.contractAllowsHome],
    ["address", content.kind === "telework" && rooms.length === 0],
    ["countries", content.countries.length === 0],
    ["addressCountry", around.addresses.some(({ country }) => !content.countries.includes(country))],
    ["device", content.devices.length === 0 && !content.privateDevice],
    ["inspection", !inspectors(around.outsourced).every((inspector) => content.inspectedBy.includes(inspector))],
    ["household", rooms.includes("shared") && !around.household],
    ["past", content.validUntil <= around.now],
  ];
  return [
    ...plain.filter(([, found]) => found).map(([key]) => ({ key })),
    ...openItems(content.checklist, { paper: content.paper, privateDevice: content.privateDevice, rooms }, "blocker").map((code) => ({ key: "blocker", code })),
  ];
};
