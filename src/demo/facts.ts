import { fictitiousIban, groupedIban, landlineDe, mobileDe, nationalForm, phoneUk } from "./contact-values";
import { fullName, personName } from "./names";
import { addressLine, sampleAddress } from "./places";
import { germanForms, money, PRODUCTS, type Product, type ProductGroup } from "./products";
import type { Random } from "./random";
import type { Language, SampleCustomer, SampleOrganisation } from "./types";

export const DAY = 86_400_000;

export interface FactSource {
  customer: SampleCustomer; organisation?: SampleOrganisation; companion?: SampleCustomer;
  agentName: string; start: Date; language: Language; about?: readonly ProductGroup[];
}
export type Facts = Readonly<Record<string, string>>;

const dayAndMonth = (locale: string) => new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" });
const DAY_AND_MONTH: Readonly<Record<Language, Intl.DateTimeFormat>> = { de: dayAndMonth("de-DE"), en: dayAndMonth("en-GB") };
const TIME_OF_DAY = new Intl.DateTimeFormat("de-DE", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Berlin" });

/** "4. November" or "4 November"; the year only where asked. */
const dateText = (start: Date, daysBefore: number, language: Language, year = false): string => {
  const date = new Date(start.getTime() - daysBefore * DAY);
  const day = DAY_AND_MONTH[language].format(date);
  return year ? `${day} ${date.getUTCFullYear()}` : day;
};

/** The second product comes from the same group, so that a comparison makes sense. */
const products = (random: Random, about?: readonly ProductGroup[]): [Product, Product] => {
  const first = random.pick(PRODUCTS.filter((product) => !about || about.includes(product.group)));
  return [first, random.pick(PRODUCTS.filter((product) => product !== first && product.group === first.group))];
};

const productFacts = (random: Random, { language, about }: FactSource): Record<string, string> => {
  const [first, second] = products(random, about);
  const quantity = random.whole(6, 40);
  return {
    ...germanForms(first), P: first[language], Q: second[language], brand: /„(.*)“/.exec(first.de)?.[1] ?? first.en,
    amount: money(first.price, language), double: money(first.price * 2, language), refund: money(first.price + 4.95, language),
    total: money(first.price * quantity, language), quantity: String(quantity), discount: String(random.pick([5, 8, 10, 12])),
    serial: `${random.pick(["NL", "NV", "BX"])}${random.digits(8)}`, giftValue: money(random.pick([25, 50, 75, 100]), language),
    giftCode: `GK-${random.digits(4)}-${random.digits(4)}`,
  };
};

const dateFacts = (random: Random, { start, language }: FactSource): Record<string, string> => {
  const ordered = random.whole(4, 18);
  return {
    ordered: dateText(start, ordered, language), promised: dateText(start, random.whole(1, 3), language),
    bought: dateText(start, random.whole(15, 26), language), boughtLong: dateText(start, random.whole(200, 680), language, true),
    soon: dateText(start, -random.whole(4, 9), language), yesterday: dateText(start, 1, language),
    callTime: TIME_OF_DAY.format(start), clock: `${random.whole(9, 17)}:${String(random.whole(0, 59)).padStart(2, "0")}`, days: String(ordered), weeks: String(random.whole(2, 5)),
  };
};

const contactFacts = (random: Random, { customer, language }: FactSource): Record<string, string> => {
  const country = customer.addresses[0]?.country ?? "DE";
  const phone = customer.phones[0] ?? (country === "GB" ? phoneUk(random) : mobileDe(random));
  const iban = customer.iban ?? fictitiousIban(random, country) ?? fictitiousIban(random, "DE") ?? "";
  const home = customer.addresses[0];
  return {
    phone: random.chance(0.6) ? nationalForm(phone) : phone, otherPhone: nationalForm(language === "de" ? landlineDe(random) : phoneUk(random)),
    iban: random.chance(0.7) ? groupedIban(iban) : iban, email: customer.emails[0] ?? "",
    address: home ? addressLine(home) : "", street: home?.street ?? "", town: home?.town ?? "",
    newAddress: addressLine(sampleAddress(random, country, "")), birthDate: birthText(random, customer, language),
    customerNumber: customer.customerNumber,
  };
};

const birthText = (random: Random, customer: SampleCustomer, language: Language): string => {
  const [year = "", month = "", day = ""] = (customer.birthDate ?? `${random.whole(1948, 2001)}-0${random.whole(1, 9)}-${random.whole(10, 28)}`).split("-");
  return language === "de" ? `${day}.${month}.${year}` : `${day}/${month}/${year}`;
};

/** Everything a script may name. All values are invented; the keys are the vocabulary of the scripts. */
export const factsFor = (random: Random, source: FactSource): Facts => {
  const { customer, organisation, companion, agentName, language } = source;
  const stranger = personName(random, language);
  const [first = "", ...family] = customer.name.split(" ");
  return {
    ...productFacts(random, source), ...dateFacts(random, source), ...contactFacts(random, source),
    name: customer.name, first, last: family.join(" "), organisation: organisation?.name ?? "", position: customer.position ?? "",
    woman: fullName(personName(random, language, true)), man: fullName(personName(random, language, false)),
    third: companion?.name ?? fullName(stranger), thirdFirst: companion?.name.split(" ")[0] ?? stranger.first, thirdEmail: companion?.emails[0] ?? "",
    neighbour: personName(random, language).last, agent: agentName, agentFirst: agentName.split(" ")[0] ?? agentName,
    order: `NV-${random.whole(410000, 489999)}`, order2: `NV-${random.whole(410000, 489999)}`, invoice: `RE-${source.start.getUTCFullYear()}-${random.digits(5)}`,
    tracking: `0034${random.digits(10)}`, returnNumber: `RT-${random.digits(6)}`,
  };
};
