import { fictitiousIban, landlineDe, mobileDe, phoneUk, slug } from "./contact-values";
import { fullName, personName, type PersonName } from "./names";
import { sampleAddress } from "./places";
import type { Random } from "./random";
import type { Language, SampleAddress, SampleCustomer, SampleOrganisation } from "./types";

const PEOPLE = 180;
const CONTACTS = 30;
const MAIL_HOSTS = ["example.org", "example.com", "mail.example", "post.example", "briefkasten.example"];

/** The language and country of the n-th customer: about 62 % Germany, 13 % Austria and Switzerland, 25 % English-writing. */
const origin = (random: Random): { locale: Language; country: string } => {
  const share = random.next();
  if (share < 0.62) return { locale: "de", country: "DE" };
  if (share < 0.7) return { locale: "de", country: "AT" };
  if (share < 0.75) return { locale: "de", country: "CH" };
  return { locale: "en", country: random.pick(["GB", "GB", "GB", "IE", "NL", "DK", "DE"]) };
};

/** Only Germany and the United Kingdom publish numbers for drama; elsewhere a customer keeps a German mobile or none. */
const phonesOf = (random: Random, address: SampleAddress): string[] => {
  if (address.country === "GB") return random.chance(0.8) ? [phoneUk(random)] : [];
  const mobile = random.chance(address.country === "DE" ? 0.75 : 0.4) ? [mobileDe(random)] : [];
  return address.country === "DE" && random.chance(0.35) ? [...mobile, landlineDe(random, address.town)] : mobile;
};

const privateEmail = (random: Random, { first, last }: PersonName): string => {
  const [given, family] = [slug(first), slug(last)];
  const local = random.pick([`${given}.${family}`, `${given[0]}.${family}`, `${family}.${given}`, `${given}${random.whole(55, 99)}`, `${given}-${family}`]);
  return `${local}@${random.chance(0.15) ? `familie-${family}.example` : random.pick(MAIL_HOSTS)}`;
};

/** The address as proposed, with a number before the @ where someone else has it already. */
const unusedEmail = (wanted: string, taken: Set<string>): string => {
  let email = wanted;
  for (let count = 2; taken.has(email); count += 1) email = wanted.replace("@", `${count}@`);
  taken.add(email);
  return email;
};

const birthDate = (random: Random): string =>
  `${random.whole(1941, 2004)}-${String(random.whole(1, 12)).padStart(2, "0")}-${String(random.whole(1, 28)).padStart(2, "0")}`;

const POSITIONS: Readonly<Record<Language, readonly string[]>> = {
  de: ["Einkauf", "Büroleitung", "Geschäftsführung", "Hausmeisterei", "Buchhaltung", "Lagerleitung", "Vorstand"],
  en: ["Purchasing", "Office manager", "Managing director", "Facilities", "Accounts"],
};

const privatePerson = (random: Random, taken: Set<string>): Omit<SampleCustomer, "key" | "customerNumber"> => {
  const { locale, country } = origin(random);
  const name = personName(random, locale);
  const home = sampleAddress(random, country, locale === "de" ? "Privat" : "Home");
  const second = random.chance(0.12) ? [sampleAddress(random, country, locale === "de" ? "Lieferadresse" : "Delivery")] : [];
  const emails = Array.from({ length: random.chance(0.12) ? 2 : 1 }, () => unusedEmail(privateEmail(random, name), taken));
  return {
    name: fullName(name), salutation: name.salutation, locale, emails, phones: phonesOf(random, home), addresses: [home, ...second],
    birthDate: random.chance(0.15) ? birthDate(random) : undefined,
    iban: random.chance(0.35) ? fictitiousIban(random, country) : undefined,
  };
};

const contactPerson = (random: Random, organisation: SampleOrganisation, taken: Set<string>): Omit<SampleCustomer, "key" | "customerNumber"> => {
  const country = organisation.address.country;
  const locale: Language = ["DE", "AT", "CH"].includes(country) ? "de" : "en";
  const name = personName(random, locale);
  const email = unusedEmail(`${slug(name.first)}.${slug(name.last)}@${organisation.domain}`, taken);
  const phones = random.chance(0.6) ? [country === "GB" ? phoneUk(random) : mobileDe(random)] : [];
  return {
    name: fullName(name), salutation: name.salutation, locale, emails: [email], phones,
    addresses: [organisation.address], organisation: organisation.key, position: random.pick(POSITIONS[locale]),
  };
};

/** 180 natural persons, 30 of them contact persons; the first organisations have two contacts each. */
export const sampleCustomers = (random: Random, organisations: readonly SampleOrganisation[]): SampleCustomer[] => {
  const taken = new Set<string>();
  const people = Array.from({ length: PEOPLE }, (_, at) => {
    const organisation = at < CONTACTS ? organisations[at % organisations.length] : undefined;
    const names = organisation ? contactPerson(random, organisation, taken) : privatePerson(random, taken);
    return { ...names, customerNumber: `K-${204117 + at * 37 + random.whole(0, 30)}` };
  });
  return people.map((person, at) => ({ key: `customer-${at + 1}`, ...person }));
};
