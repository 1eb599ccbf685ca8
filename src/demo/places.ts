import type { Random } from "./random";
import type { SampleAddress } from "./types";

type Place = readonly [postcode: string, town: string];

/** Real towns; the streets are invented. */
const TOWNS: Readonly<Record<string, readonly Place[]>> = {
  DE: [
    ["10437", "Berlin"], ["13187", "Berlin"], ["22303", "Hamburg"], ["20257", "Hamburg"], ["80634", "München"], ["81541", "München"],
    ["50823", "Köln"], ["60385", "Frankfurt"], ["04229", "Leipzig"], ["01099", "Dresden"], ["24103", "Kiel"], ["23552", "Lübeck"],
    ["18055", "Rostock"], ["28203", "Bremen"], ["30449", "Hannover"], ["48143", "Münster"], ["44135", "Dortmund"], ["34117", "Kassel"],
    ["37073", "Göttingen"], ["99084", "Erfurt"], ["97070", "Würzburg"], ["90419", "Nürnberg"], ["93047", "Regensburg"],
    ["79098", "Freiburg"], ["70176", "Stuttgart"], ["88212", "Ravensburg"], ["55116", "Mainz"], ["54290", "Trier"],
    ["66111", "Saarbrücken"], ["26122", "Oldenburg"], ["25813", "Husum"], ["17489", "Greifswald"], ["03046", "Cottbus"],
  ],
  AT: [["1070", "Wien"], ["1160", "Wien"], ["8010", "Graz"], ["4020", "Linz"], ["5020", "Salzburg"], ["6020", "Innsbruck"], ["6850", "Dornbirn"]],
  CH: [["8004", "Zürich"], ["3011", "Bern"], ["4056", "Basel"], ["9000", "St. Gallen"], ["6003", "Luzern"], ["8400", "Winterthur"]],
  GB: [["BS6 5QA", "Bristol"], ["LS6 2AB", "Leeds"], ["EH9 1HZ", "Edinburgh"], ["YO10 4DD", "York"], ["NR2 3PJ", "Norwich"], ["CF11 9LL", "Cardiff"], ["BN3 1JF", "Hove"], ["M21 9WQ", "Manchester"]],
  IE: [["D08 X2R5", "Dublin"], ["T12 W8PC", "Cork"], ["H91 E4K2", "Galway"]],
  NL: [["3512 JE", "Utrecht"], ["9711 LM", "Groningen"], ["2311 GP", "Leiden"]],
  DK: [["8000", "Aarhus"], ["5000", "Odense"], ["2100", "København"]],
};

const GERMAN_FIRST = ["Kranich", "Hollunder", "Ginster", "Heidschnucken", "Bernstein", "Wacholder", "Eisvogel", "Schlehen", "Torfstecher", "Lupinen", "Haselmaus", "Rohrdommel", "Seilmacher", "Leuchtfeuer", "Quitten", "Nebelhorn", "Distelfink", "Flachsröster"];
const GERMAN_LAST = ["stieg", "weg", "straße", "gasse", "kamp", "ring", "ufer", "allee", "winkel"];
const ENGLISH_FIRST = ["Heronsgate", "Otterbrook", "Plover", "Tanglewick", "Larkspur", "Millrace", "Quillfeather", "Sandpiper", "Thornapple", "Wrenfield"];
const ENGLISH_LAST = ["Road", "Lane", "Close", "Street", "Terrace", "Avenue", "Rise"];
const DUTCH = ["Kievitsbloem", "Waterhoen", "Zilverberk"];
const DANISH = ["Viben", "Havtorn", "Lyngbak"];

const germanStreet = (random: Random, country: string) => {
  const name = random.pick(GERMAN_FIRST) + random.pick(GERMAN_LAST);
  const suffix = random.chance(0.15) ? random.pick(["a", "b", "c"]) : "";
  return `${country === "CH" ? name.replace("ß", "ss") : name} ${random.whole(1, 88)}${suffix}`;
};

const street = (random: Random, country: string): string => {
  if (country === "GB" || country === "IE") return `${random.whole(2, 140)} ${random.pick(ENGLISH_FIRST)} ${random.pick(ENGLISH_LAST)}`;
  if (country === "NL") return `${random.pick(DUTCH)}straat ${random.whole(2, 90)}`;
  if (country === "DK") return `${random.pick(DANISH)}vej ${random.whole(2, 90)}`;
  return germanStreet(random, country);
};

/** An invented address in a real town of the country (ISO 3166-1 alpha-2). */
export const sampleAddress = (random: Random, country: string, label: string): SampleAddress => {
  const [postcode, town] = random.pick(TOWNS[country] ?? TOWNS["DE"] ?? []);
  return { label, street: street(random, country), postcode, town, country };
};

export const addressLine = (address: SampleAddress): string =>
  address.country === "GB" || address.country === "IE"
    ? `${address.street}, ${address.town} ${address.postcode}`
    : `${address.street}, ${address.postcode} ${address.town}`;
