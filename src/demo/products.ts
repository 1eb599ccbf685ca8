import type { Language } from "./types";

export type ProductGroup = "kitchen" | "outdoor" | "home" | "tent";

/** `gender` is the German grammatical one; prices in euros. */
export interface Product { de: string; gender: "m" | "f" | "n"; en: string; group: ProductGroup; price: number }

export const PRODUCTS: readonly Product[] = [
  { de: "Wasserkocher „Brise“", gender: "m", en: "Brise kettle", group: "kitchen", price: 49.9 },
  { de: "Kaffeemühle „Mola 2“", gender: "f", en: "Mola 2 coffee grinder", group: "kitchen", price: 84.95 },
  { de: "Toaster „Kruste“", gender: "m", en: "Kruste toaster", group: "kitchen", price: 39.9 },
  { de: "Stabmixer „Wirbel 700“", gender: "m", en: "Wirbel 700 hand blender", group: "kitchen", price: 44.5 },
  { de: "Waffeleisen „Herzdame“", gender: "n", en: "Herzdame waffle iron", group: "kitchen", price: 36.9 },
  { de: "Küchenmaschine „Teigfee“", gender: "f", en: "Teigfee stand mixer", group: "kitchen", price: 219 },
  { de: "Kaffeevollautomat „Fjord S“", gender: "m", en: "Fjord S coffee machine", group: "kitchen", price: 449 },
  { de: "Schlafsack „Polarnacht“", gender: "m", en: "Polarnacht sleeping bag", group: "outdoor", price: 139.9 },
  { de: "Rucksack „Fernweh 55“", gender: "m", en: "Fernweh 55 rucksack", group: "outdoor", price: 159 },
  { de: "Isomatte „Moos“", gender: "f", en: "Moos sleeping mat", group: "outdoor", price: 69.95 },
  { de: "Stirnlampe „Luchs“", gender: "f", en: "Luchs head torch", group: "outdoor", price: 34.9 },
  { de: "Regenjacke „Schauer“", gender: "f", en: "Schauer rain jacket", group: "outdoor", price: 119 },
  { de: "Gaskocher „Glut“", gender: "m", en: "Glut gas stove", group: "outdoor", price: 57.9 },
  { de: "Campingstuhl „Rast“", gender: "m", en: "Rast camping chair", group: "outdoor", price: 42 },
  { de: "Akkusauger „Wiesel“", gender: "m", en: "Wiesel cordless vacuum", group: "home", price: 189 },
  { de: "Luftreiniger „Klarsicht“", gender: "m", en: "Klarsicht air purifier", group: "home", price: 149.9 },
  { de: "Wetterstation „Barometra“", gender: "f", en: "Barometra weather station", group: "home", price: 79 },
  { de: "Powerbank „Vorrat 20“", gender: "f", en: "Vorrat 20 power bank", group: "home", price: 46.9 },
  { de: "Lautsprecher „Echo Süd“", gender: "m", en: "Echo Süd speaker", group: "home", price: 89 },
  { de: "Heizlüfter „Kamin 2000“", gender: "m", en: "Kamin 2000 fan heater", group: "home", price: 64.9 },
  { de: "Zelt „Windfang 2“", gender: "n", en: "Windfang 2 tent", group: "tent", price: 249 },
  { de: "Zelt „Windfang 4“", gender: "n", en: "Windfang 4 tent", group: "tent", price: 389 },
  { de: "Kuppelzelt „Heide“", gender: "n", en: "Heide dome tent", group: "tent", price: 129.9 },
];

const CASES = {
  der: { m: "der", f: "die", n: "das" }, den: { m: "den", f: "die", n: "das" }, dem: { m: "dem", f: "der", n: "dem" },
  ein: { m: "ein", f: "eine", n: "ein" }, einen: { m: "einen", f: "eine", n: "ein" }, einem: { m: "einem", f: "einer", n: "einem" },
} as const;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The words a German text needs around a product: {derP}, {denP}, {DerP} …, and the pronouns {er} and {ihn}. */
export const germanForms = ({ de, gender }: Product): Record<string, string> => {
  const forms: Record<string, string> = {
    er: { m: "er", f: "sie", n: "es" }[gender], ihn: { m: "ihn", f: "sie", n: "es" }[gender],
    Er: { m: "Er", f: "Sie", n: "Es" }[gender],
  };
  for (const [article, byGender] of Object.entries(CASES)) {
    forms[`${article}P`] = `${byGender[gender]} ${de}`;
    forms[`${capital(article)}P`] = `${capital(byGender[gender])} ${de}`;
  }
  return forms;
};

const thousands = (amount: string, mark: string) => amount.replace(/^(\d+)(\d{3})(?=[.,])/, `$1${mark}$2`);

/** 49.9 in euros is "49,90 €" in German and "€49.90" in English texts. */
export const money = (euros: number, language: Language): string =>
  language === "de" ? `${thousands(euros.toFixed(2).replace(".", ","), ".")} €` : `€${thousands(euros.toFixed(2), ",")}`;
