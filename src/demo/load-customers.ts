import { recordCustomer, recordOrganisation, type NewCustomer } from "../customers";
import type { Ctx } from "../privacy";
import { asOf, daysFrom } from "./as-of";
import type { Language, SampleAddress, SampleCompany, SampleCustomer } from "./types";

/** As it stands on an envelope: street, postcode with town, and the country in the customer's language. */
const written = ({ street, postcode, town, country }: SampleAddress, language: Language): string =>
  `${street}\n${postcode} ${town}\n${new Intl.DisplayNames([language], { type: "region" }).of(country) ?? country}`;

const valuesOf = (customer: SampleCustomer): NewCustomer["values"] => [
  ...customer.emails.map((value) => ({ category: "email" as const, value })),
  ...customer.phones.map((value) => ({ category: "phone" as const, value })),
  ...customer.addresses.map((address, index) => ({ category: "postalAddress" as const, label: index > 0 ? "delivery" as const : customer.organisation ? "work" as const : "private" as const, value: written(address, customer.locale) })),
  { category: "customerNumber" as const, value: customer.customerNumber },
  ...(customer.birthDate ? [{ category: "birthDate" as const, value: customer.birthDate }] : []),
  ...(customer.iban ? [{ category: "bankDetails" as const, value: customer.iban }] : []),
];

/** Organisations first, then the people; answers the customers' ids by their key. */
export const loadCustomers = async (present: Ctx, company: SampleCompany): Promise<Map<string, string>> => {
  const ctx = asOf(present, daysFrom(present.now, -450));
  const organisations = new Map<string, string>();
  for (const { key, name, emails, phones, address } of company.organisations) {
    organisations.set(key, await recordOrganisation(ctx, { name, email: emails[0], phone: phones[0], address: written(address, "de") }));
  }
  const ids = new Map<string, string>();
  for (const customer of company.customers) {
    ids.set(customer.key, await recordCustomer(ctx, {
      name: customer.name, language: customer.locale, position: customer.position,
      organisationId: customer.organisation ? organisations.get(customer.organisation) : null, values: valuesOf(customer),
    }));
  }
  return ids;
};
