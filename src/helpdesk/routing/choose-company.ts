import { createHash } from "node:crypto";
import type { ContractScope } from "../../privacy";
import { gapsOf, type Content, type Reason } from "./coverage";
import { worksAt, type WorkingHours } from "./working-hours";

/** A ticket as the rules see it: codes only, nothing of what somebody wrote. */
export interface RoutedTicket extends Content { readonly id: string; readonly language: "de" | "en" }

/** What a company can take on; without one it takes nothing from the rules. `openPerAgent` are open tickets per person who is present. */
export interface Profile { readonly languages: readonly string[]; readonly skills: readonly string[]; readonly openPerAgent: number; readonly hours: WorkingHours }

/** A company at this moment: the controller's own people, or a processor with the contracts that take new work. */
export interface Company {
  readonly id: string; readonly kind: "inHouse" | "processor"; readonly profile: Profile | null; readonly contracts: readonly ContractScope[];
  /** People who are signed in and may work in the ticket's queue from where they are. */
  readonly present: number;
  readonly open: number;
}

/** One line of the settings: which tickets it is for (null is any), what it needs, and how they are shared out, in percent by company. */
export interface RoutingRule {
  readonly id: string; readonly queueId: string | null; readonly purpose: string | null; readonly language: string | null; readonly skill: string;
  readonly shares: Readonly<Record<string, number>>;
}

export interface PassedOver { readonly company: string; readonly reasons: readonly Reason[] }
export interface Route { readonly company: string; readonly rule: string | null; readonly passedOver: readonly PassedOver[] }

const matches = (rule: RoutingRule, ticket: RoutedTicket): boolean =>
  (rule.queueId === null || rule.queueId === ticket.queueId) && (rule.purpose === null || rule.purpose === ticket.purpose) && (rule.language === null || rule.language === ticket.language);

/** What keeps a company from taking this ticket now: its contract first, then what it can do and whether anybody is there. */
export const obstaclesOf = (company: Company, ticket: RoutedTicket, skill: string, at: Date): Reason[] => {
  const gaps = company.kind === "processor" ? gapsOf(company.contracts, ticket) : [];
  const { profile } = company;
  if (!profile) return [...gaps, { code: "noProfile" }];
  const says = (code: Reason["code"], is: boolean): Reason[] => (is ? [{ code }] : []);
  return [
    ...gaps, ...says("language", !profile.languages.includes(ticket.language)), ...says("skill", skill !== "" && !profile.skills.includes(skill)), ...says("hours", !worksAt(profile.hours, at)),
    ...says("nobody", company.present === 0), ...says("capacity", company.present > 0 && company.open >= company.present * profile.openPerAgent),
  ];
};

/** A number from 0 up to 1 that belongs to the ticket: the same ticket is always dealt alike, and many are dealt evenly. */
export const lotOf = (ticketId: string): number => createHash("sha256").update(`routing ${ticketId}`).digest().readUIntBE(0, 6) / 2 ** 48;

/** Deals by weight among those who can; shares of those who cannot fall to the others. */
const deal = (candidates: readonly { readonly id: string; readonly share: number }[], lot: number): string | null => {
  const total = candidates.reduce((sum, { share }) => sum + share, 0);
  let left = lot * total;
  for (const { id, share } of candidates) { if (left < share) return id; left -= share; }
  return null;
};

/** A share that is no percentage counts as none. */
const shareOf = (rule: RoutingRule, company: string): number => { const share = rule.shares[company]; return typeof share === "number" && share > 0 && share <= 100 ? share : 0; };

/** The rule that is for a ticket, who has a share in it, and what keeps each of them from taking it. */
export interface Weighed { readonly rule: RoutingRule | null; readonly asked: readonly { readonly id: string; readonly share: number; readonly obstacles: readonly Reason[] }[] }
export const weigh = (ticket: RoutedTicket, rules: readonly RoutingRule[], companies: readonly Company[], at: Date): Weighed => {
  const rule = rules.find((one) => matches(one, ticket)) ?? null;
  if (!rule) return { rule, asked: [] };
  return { rule, asked: companies.filter(({ id }) => shareOf(rule, id) > 0).map((company) => ({ id: company.id, share: shareOf(rule, company.id), obstacles: obstaclesOf(company, ticket, rule.skill, at) })) };
};

/**
 * Where a ticket goes. The first rule that is for it decides; where nobody of that rule can take it, it stays with the controller, as
 * it does without any rule. The answer names every processor that was passed over, with every reason. Pure: the same facts, the same answer.
 */
export const chooseCompany = (ticket: RoutedTicket, rules: readonly RoutingRule[], companies: readonly Company[], at: Date): Route => {
  const house = companies.find(({ kind }) => kind === "inHouse")!;
  const { rule, asked } = weigh(ticket, rules, companies, at);
  if (!rule) return { company: house.id, rule: null, passedOver: passedOverByAll(ticket, companies) };
  const chosen = deal(asked.filter(({ obstacles }) => obstacles.length === 0), lotOf(ticket.id)) ?? house.id;
  return {
    company: chosen, rule: rule.id,
    passedOver: asked.filter(({ id }) => id !== chosen && id !== house.id).map(({ id, obstacles }) => ({ company: id, reasons: obstacles.length > 0 ? obstacles : [{ code: "share" as const }] })),
  };
};

/** Without a rule nobody was asked; what a contract leaves out is said all the same. */
export const passedOverByAll = (ticket: Content, companies: readonly Company[]): PassedOver[] => companies.filter(({ kind }) => kind === "processor").map(({ id, contracts }) => {
  const gaps = gapsOf(contracts, ticket);
  return { company: id, reasons: gaps.length > 0 ? gaps : [{ code: "noRule" }] };
});
