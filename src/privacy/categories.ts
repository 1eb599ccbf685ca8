/** What kind of personal data a value is, how sensitive that kind is, and in which forms it can be shown. */

export const CATEGORIES = [
  "name", "postalAddress", "email", "phone", "customerNumber", "orderData", "onlineIdentifier",
  "birthDate", "bankDetails", "paymentCard", "officialId", "correspondence", "attachment", "recording", "special",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Sensitivity: L0 is not personal, L4 is Art. 9/10 GDPR data and data under professional secrecy. */
export const LEVELS = ["L0", "L1", "L2", "L3", "L4"] as const;
export type Level = (typeof LEVELS)[number];

export const LEVEL_OF: Readonly<Record<Category, Level>> = {
  name: "L1", postalAddress: "L1", email: "L1", phone: "L1",
  customerNumber: "L2", orderData: "L2", onlineIdentifier: "L2", correspondence: "L2", attachment: "L2",
  birthDate: "L3", bankDetails: "L3", paymentCard: "L3", officialId: "L3", recording: "L3",
  special: "L4",
};

/**
 * What a viewer gets, from least to most. `partial`, `narrow` and `brief` are three widths of a partial value
 * (in-house, outsourced, list or home); `token` is a stable pseudonym of the person ("Customer 7F3K2").
 * The order is total, so that the meet of any set of ceilings is its lowest.
 */
export const FORMS = ["hidden", "token", "brief", "narrow", "partial", "clear"] as const;
export type Form = (typeof FORMS)[number];

export const rank = (form: Form): number => FORMS.indexOf(form);
export const lowest = (a: Form, b: Form): Form => (rank(a) <= rank(b) ? a : b);
export const atMost = (form: Form, limit: Form): boolean => rank(form) <= rank(limit);
