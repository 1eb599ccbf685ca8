import { EMPLOYERS } from "./company";
import { slug } from "./contact-values";
import type { EmployerKey, Language, QueueKey, SampleAgent, SampleRole } from "./types";

type Draft = Pick<SampleAgent, "name" | "team" | "place"> & { role?: SampleRole; employer?: EmployerKey; queues?: QueueKey[]; locale?: Language }
  & Partial<SampleAgent["papers"]>;

const ALL: QueueKey[] = ["billing", "shipping", "returns", "general", "complaints"];
const OST: QueueKey[] = ["shipping", "returns", "general"];
const POINT: QueueKey[] = ["general", "shipping"];

const DRAFTS: readonly Draft[] = [
  { name: "Svenja Harms", team: "Rechnung", place: "office", queues: ["billing", "general", "complaints"] },
  { name: "Malte Brinkmann", team: "Rechnung", place: "home", queues: ["billing", "returns"] },
  { name: "Aylin Demir", team: "Logistik", place: "office", queues: ["shipping", "returns", "general"] },
  { name: "Jonas Petzold", team: "Logistik", place: "home", queues: ["shipping", "returns", "general"], acknowledgement: "expired" },
  { name: "Rebecca Lange", team: "Beschwerden", place: "office", queues: ["complaints", "general", "billing"], locale: "en" },
  { name: "Henrike Voss", team: "Leitung", place: "office", role: "lead", queues: ALL },
  { name: "Mirko Schubert", team: "Ost A", place: "office", role: "lead", employer: "callcenter-ost", queues: OST },
  { name: "Doreen Kaluza", team: "Ost A", place: "office", employer: "callcenter-ost", queues: OST },
  { name: "Falk Winter", team: "Ost A", place: "home", employer: "callcenter-ost", queues: OST },
  { name: "Peggy Lorenz", team: "Ost B", place: "home", employer: "callcenter-ost", queues: ["shipping", "returns"], training: "overdue" },
  { name: "Inês Carvalho", team: "Lisboa", place: "office", employer: "contact-point", queues: POINT, locale: "en" },
  { name: "Tiago Moreira", team: "Lisboa", place: "office", employer: "contact-point", queues: POINT, locale: "en" },
  { name: "Cornelia Abel", team: "Datenschutz", place: "office", role: "privacyOfficer" },
  { name: "Bastian Keller", team: "IT", place: "office", role: "administrator" },
  { name: "Gudrun Stein", team: "Revision", place: "office", role: "auditor" },
];

const settle = ({ name, team, place, role = "agent", employer = "nordlicht", queues = [], locale = "de", ...papers }: Draft): SampleAgent => {
  const key = slug(name);
  const domain = EMPLOYERS.find((candidate) => candidate.key === employer)?.domain ?? "";
  const { acknowledgement = "valid", training = "valid" } = papers;
  return { key, name, email: `${key.replace("-", ".")}@${domain}`, role, employer, team, queues, locale, place, papers: { acknowledgement, training } };
};

/** Everyone who signs in. One training is overdue and one acknowledgement has expired, so that the demo shows both. */
export const AGENTS: readonly SampleAgent[] = DRAFTS.map(settle);

/** Agents and leads of this employer who work on this queue. */
export const agentsFor = (employer: EmployerKey, queue: QueueKey): SampleAgent[] => AGENTS.filter((agent) =>
  agent.employer === employer && agent.queues.includes(queue) && (agent.role === "agent" || agent.role === "lead"));
