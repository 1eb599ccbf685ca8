/** Plain data of the sample company. Nothing here knows the database; the loader gives it to the ordinary commands. */

export type SampleCategory =
  | "name" | "postalAddress" | "email" | "phone" | "customerNumber" | "orderData" | "onlineIdentifier"
  | "birthDate" | "bankDetails" | "paymentCard" | "officialId" | "correspondence" | "attachment" | "recording" | "special";
export type SampleForm = "clear" | "partial" | "narrow" | "brief" | "token" | "hidden";
export type QueueKey = "billing" | "shipping" | "returns" | "general" | "complaints";
export type EmployerKey = "nordlicht" | "callcenter-ost" | "contact-point";
export type SampleRole = "agent" | "lead" | "privacyOfficer" | "administrator" | "auditor";
export type TicketPurpose = "support" | "complaint" | "order" | "delivery" | "invoicing" | "warranty";
export type Language = "de" | "en";
export type Channel = "mail" | "form" | "phone";
export type Priority = "low" | "normal" | "high" | "urgent";

export interface SampleAddress { label: string; street: string; postcode: string; town: string; country: string }

export interface SampleFirm {
  name: string; domain: string; email: string; phone: string; address: SampleAddress; iban: string;
}

export interface SampleEmployer { key: EmployerKey; name: string; kind: "inHouse" | "processor"; country: string; domain: string }

export interface SampleQueue { key: QueueKey; nameDe: string; nameEn: string; address: string }

export interface SampleAgent {
  key: string; name: string; email: string; role: SampleRole; employer: EmployerKey; team: string; queues: QueueKey[];
  locale: Language; place: "office" | "home";
  papers: { acknowledgement: "valid" | "missing" | "expired"; training: "valid" | "overdue" };
}

/** `validFromDays` and `validUntilDays` count from `now`; a negative number lies in the past. */
export interface SampleContract {
  employer: EmployerKey; queues: QueueKey[]; purposes: TicketPurpose[]; categories: Record<SampleCategory, SampleForm>;
  countries: string[]; homeOfficeAllowed: boolean; validFromDays: number; validUntilDays: number;
}

/** A legal entity: its mailboxes and numbers belong to a role, not to a person. */
export interface SampleOrganisation {
  key: string; name: string; domain: string; emails: string[]; phones: string[]; address: SampleAddress;
}

export interface SampleCustomer {
  key: string; name: string; salutation?: string; locale: Language; emails: string[]; phones: string[];
  addresses: SampleAddress[]; customerNumber: string; birthDate?: string; iban?: string;
  organisation?: string; position?: string;
}

export interface SampleAttachment { fileName: string; kind: "pdf" | "png" | "txt" }

export interface SampleMessage {
  author: string; kind: "public" | "note"; at: Date; text: string; attachments?: SampleAttachment[]; cc?: string;
}

export interface SampleTicket {
  number: number; scenario: string; queue: QueueKey; status: "open" | "waiting" | "closed"; priority: Priority;
  purpose: TicketPurpose; channel: Channel; customer: string; subject: string; assignee?: string; routedTo: EmployerKey;
  language: Language; messages: SampleMessage[];
}

export interface SampleCompany {
  company: SampleFirm; employers: SampleEmployer[]; queues: SampleQueue[]; agents: SampleAgent[];
  contracts: SampleContract[]; organisations: SampleOrganisation[]; customers: SampleCustomer[]; tickets: SampleTicket[];
}
