import { fictitiousIban } from "./contact-values";
import type { Random } from "./random";
import type {
  SampleCategory, SampleContract, SampleEmployer, SampleFirm, SampleForm, SampleQueue, TicketPurpose, QueueKey, EmployerKey,
} from "./types";

export const SHOP_DOMAIN = "nordlicht-versand.example";

/** The fictitious controller: a mail-order firm for household electronics and outdoor goods. */
export const sampleFirm = (random: Random): SampleFirm => ({
  name: "Nordlicht Versand GmbH",
  domain: SHOP_DOMAIN,
  email: `kundenservice@${SHOP_DOMAIN}`,
  phone: "+49 40 66969100",
  address: { label: "Sitz", street: "Leuchtfeuerkamp 12", postcode: "20257", town: "Hamburg", country: "DE" },
  iban: fictitiousIban(random, "DE") ?? "",
});

export const EMPLOYERS: readonly SampleEmployer[] = [
  { key: "nordlicht", name: "Nordlicht Versand GmbH", kind: "inHouse", country: "DE", domain: SHOP_DOMAIN },
  { key: "callcenter-ost", name: "Callcenter Ost GmbH", kind: "processor", country: "DE", domain: "callcenter-ost.example" },
  { key: "contact-point", name: "Contact Point Lda.", kind: "processor", country: "PT", domain: "contact-point.example" },
];

export const QUEUES: readonly SampleQueue[] = [
  { key: "billing", nameDe: "Rechnung & Zahlung", nameEn: "Billing", address: `rechnung@${SHOP_DOMAIN}` },
  { key: "shipping", nameDe: "Versand & Lieferung", nameEn: "Shipping", address: `versand@${SHOP_DOMAIN}` },
  { key: "returns", nameDe: "Retouren & Garantie", nameEn: "Returns & warranty", address: `retouren@${SHOP_DOMAIN}` },
  { key: "general", nameDe: "Allgemeines", nameEn: "General", address: `service@${SHOP_DOMAIN}` },
  { key: "complaints", nameDe: "Beschwerden", nameEn: "Complaints", address: `beschwerde@${SHOP_DOMAIN}` },
];

const callcenterOst: Record<SampleCategory, SampleForm> = {
  name: "clear", postalAddress: "clear", email: "clear", phone: "clear", customerNumber: "clear", orderData: "clear",
  onlineIdentifier: "hidden", birthDate: "hidden", bankDetails: "hidden", paymentCard: "hidden", officialId: "hidden",
  correspondence: "clear", attachment: "narrow", recording: "hidden", special: "hidden",
};
const contactPoint: Record<SampleCategory, SampleForm> = {
  name: "narrow", postalAddress: "brief", email: "brief", phone: "brief", customerNumber: "narrow", orderData: "clear",
  onlineIdentifier: "hidden", birthDate: "hidden", bankDetails: "hidden", paymentCard: "hidden", officialId: "hidden",
  correspondence: "narrow", attachment: "hidden", recording: "hidden", special: "hidden",
};

/** Contact Point's contract ends within three weeks, so that the demo shows a warning. */
export const CONTRACTS: readonly SampleContract[] = [
  {
    employer: "callcenter-ost", queues: ["shipping", "returns", "general"], purposes: ["support", "order", "delivery", "warranty"],
    categories: callcenterOst, countries: ["DE"], homeOfficeAllowed: true, validFromDays: -420, validUntilDays: 310,
  },
  {
    employer: "contact-point", queues: ["general", "shipping"], purposes: ["support", "order", "delivery"],
    categories: contactPoint, countries: ["PT"], homeOfficeAllowed: false, validFromDays: -160, validUntilDays: 19,
  },
];

/** The processors whose contract covers this queue and this purpose. */
export const processorsFor = (queue: QueueKey, purpose: TicketPurpose): EmployerKey[] =>
  CONTRACTS.filter((contract) => contract.queues.includes(queue) && contract.purposes.includes(purpose))
    .map((contract) => contract.employer);
