import type { Random } from "./random";
import type { Language } from "./types";

/** Common given and family names, combined at random; no person is meant. */
const WOMEN_DE = ["Anke", "Birgit", "Claudia", "Dagmar", "Elif", "Franziska", "Gesa", "Hannah", "Ines", "Jana", "Katrin", "Lea", "Maren", "Nadine", "Olga", "Petra", "Renate", "Silke", "Tanja", "Ulrike", "Vera", "Wiebke", "Yasemin", "Zofia", "Ayşe", "Beate", "Carolin", "Denise", "Edeltraud", "Frieda", "Gabriele", "Hildegard", "Irina", "Johanna", "Karla", "Luise", "Milena", "Nele"];
const MEN_DE = ["Arne", "Bernd", "Carsten", "Detlef", "Emre", "Florian", "Gerd", "Holger", "Ingo", "Jörg", "Kevin", "Lars", "Matthias", "Norbert", "Ole", "Philipp", "Ralf", "Sven", "Tobias", "Udo", "Volker", "Wolfgang", "Yusuf", "Zoltan", "Andrzej", "Björn", "Christoph", "Dirk", "Erik", "Frank", "Günter", "Henning", "Igor", "Jonas", "Klaus", "Lukas", "Manfred", "Nils"];
const FAMILIES_DE = ["Ahrens", "Bergmann", "Brandt", "Çelik", "Dombrowski", "Eggert", "Feldmann", "Gerlach", "Großmann", "Hoppe", "Ivanov", "Jäger", "Kowalczyk", "Kröger", "Lindemann", "Löffler", "Maurer", "Nagel", "Oltmanns", "Pape", "Quandt", "Reimers", "Rößler", "Sander", "Şahin", "Thiele", "Uhlig", "Vogt", "Wendt", "Yıldız", "Ziegler", "Albers", "Böhm", "Carstens", "Dietz", "Engelke", "Fiedler", "Gärtner", "Hinrichs", "Jacobs", "Kühne", "Lüders", "Mertens", "Niemann", "Otte", "Petersen", "Rademacher", "Stahl", "Tiedemann", "Wiegand", "Zander", "Hartwig-Meier", "von Ahlen", "Nguyen", "Schürmann", "Overbeck"];
const WOMEN_EN = ["Alice", "Bethany", "Charlotte", "Deirdre", "Eleanor", "Fiona", "Grace", "Harriet", "Imogen", "Joanne", "Kirsten", "Lucy", "Moira", "Niamh", "Priya", "Rosalind", "Saoirse", "Tessa"];
const MEN_EN = ["Alastair", "Brendan", "Callum", "Declan", "Edward", "Finn", "Gareth", "Hugh", "Ian", "Jasper", "Kieran", "Leonard", "Marcus", "Nigel", "Owen", "Rajesh", "Stuart", "Theo"];
const FAMILIES_EN = ["Ashworth", "Barlow", "Chadwick", "Doyle", "Eastwick", "Fairhurst", "Gallagher", "Hartley", "Iveson", "Jessop", "Kearney", "Langford", "Merrick", "Nolan", "O'Shea", "Pemberton", "Quigley", "Radcliffe", "Sheridan", "Thornhill", "Underhill", "Wainwright", "Patel", "Okafor", "de Vries", "Jansen", "Sørensen", "Holm"];

export interface PersonName { first: string; last: string; salutation?: string }

/** One in twenty gives no salutation: letters then go to the full name. */
export const personName = (random: Random, language: Language, woman = random.chance(0.52)): PersonName => {
  const german = language === "de";
  const first = random.pick(german ? (woman ? WOMEN_DE : MEN_DE) : (woman ? WOMEN_EN : MEN_EN));
  const last = random.pick(german ? FAMILIES_DE : FAMILIES_EN);
  const salutation = german ? (woman ? "Frau" : "Herr") : (woman ? "Ms" : "Mr");
  return random.chance(0.05) ? { first, last } : { first, last, salutation };
};

export const fullName = ({ first, last }: PersonName): string => `${first} ${last}`;
