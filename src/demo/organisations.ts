import { landlineDe, phoneUk, slug } from "./contact-values";
import { sampleAddress } from "./places";
import type { Random } from "./random";
import type { SampleOrganisation } from "./types";

/** Invented legal entities with the country of their seat. */
const NAMES: readonly (readonly [name: string, country: string])[] = [
  ["Tischlerei Haselmaus GmbH", "DE"], ["Hotel Seestern Betriebs-GmbH", "DE"], ["Kletterhalle Überhang GmbH", "DE"],
  ["Wanderverein Moorsteg e. V.", "DE"], ["Harbourlight Outfitters Ltd", "GB"], ["Kita Regenbogenfisch gGmbH", "DE"],
  ["Ferienpark Dünenblick GmbH & Co. KG", "DE"], ["Ingenieurbüro Querlage GmbH", "DE"], ["Gemeindewerke Moosbrunn GmbH", "DE"],
  ["Bäckerei Krümelkiste GmbH", "DE"], ["Pfadfinderbund Nordstern e. V.", "DE"], ["Campingplatz Birkensee GmbH", "DE"],
  ["Alpenhütte Steinkar GmbH", "AT"], ["Kaffeerösterei Bohnenglück GmbH", "AT"], ["Seminarhaus Lindenhof AG", "CH"],
  ["Praxiszentrum Am Wehr GmbH", "DE"], ["Segelschule Backbord GmbH", "DE"], ["Wohngenossenschaft Sonnenhof eG", "DE"],
  ["Pflegedienst Sonnentau GmbH", "DE"], ["Fenwick Moor Scouts Ltd", "GB"], ["Greystone Lettings Ltd", "GB"],
  ["Waterhoen Horeca B.V.", "NL"], ["Volkshochschule Auenland e. V.", "DE"], ["Druckwerkstatt Bleisatz GmbH", "DE"],
  ["Stadtwerke Kleinfurt GmbH", "DE"],
];
const LEGAL_FORM = /\s(GmbH|Betriebs-GmbH|gGmbH|e\. V\.|Ltd|AG|eG|B\.V\.|GmbH & Co\. KG)/g;

const mailboxes = (random: Random, domain: string, german: boolean): string[] =>
  random.shuffled(german ? ["info", "einkauf", "buchhaltung", "verwaltung"] : ["office", "accounts", "purchasing"])
    .slice(0, random.whole(1, 2)).map((role) => `${role}@${domain}`);

/** About 25 legal entities with role mailboxes and, where a drama range exists, a switchboard. */
export const sampleOrganisations = (random: Random): SampleOrganisation[] => NAMES.map(([name, country], at) => {
  const address = sampleAddress(random, country, ["DE", "AT", "CH"].includes(country) ? "Firma" : "Office");
  const domain = `${slug(name.replace(LEGAL_FORM, ""))}.example`;
  const phones = country === "DE" ? [landlineDe(random, address.town)] : country === "GB" ? [phoneUk(random)] : [];
  return { key: `organisation-${at + 1}`, name, domain, emails: mailboxes(random, domain, country === "DE" || country === "AT"), phones, address };
});
