import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../platform/root";
import { JURISDICTIONS, LANGUAGES, SECRECIES, type DocumentKind, type Jurisdiction, type Language, type Secrecy } from "./document";

/** Texts that ship with the program, to be checked by somebody who knows the law: `papers/<folder>/<jurisdiction>/<language>.md`. */
const FOLDER = path.join(ROOT, "papers");
const FOLDERS: Readonly<Record<string, DocumentKind>> = { confidentiality: "confidentiality", "home-office": "homeOffice", guideline: "guideline", "works-agreement": "worksAgreement" };

export interface Template { readonly name: string; readonly kind: DocumentKind; readonly jurisdiction: Jurisdiction }
export interface TemplateText { readonly language: Language; readonly title: string; readonly body: string; readonly leaflet: string; readonly quiz: string }

/** "confidentiality/AT" and so on; read from the folder, so that a house can add its own. */
export const templates = (): Template[] => Object.entries(FOLDERS).flatMap(([folder, kind]) => JURISDICTIONS
  .filter((jurisdiction) => existsSync(path.join(FOLDER, folder, jurisdiction))).map((jurisdiction) => ({ name: `${folder}/${jurisdiction}`, kind, jurisdiction })));

/** A file begins with "# Title"; a line "<<<leaflet>>>" or "<<<quiz>>>" begins the other parts. */
const partsOf = (source: string): Omit<TemplateText, "language"> => {
  const [text = "", ...parts] = source.split(/^<<<(?=leaflet|quiz)/m);
  const part = (name: string): string => parts.find((one) => one.startsWith(`${name}>>>`))?.slice(name.length + 3).trim() ?? "";
  const [, title = "", body = ""] = /^# ([^\n]+)\n+([\s\S]*)$/.exec(text.trim()) ?? [];
  return { title, body: body.trim(), leaflet: part("leaflet"), quiz: part("quiz") };
};

const secrecyText = (secrecy: Secrecy, language: Language): string => readFileSync(path.join(FOLDER, "secrecies", secrecy, `${language}.md`), "utf8").trim();

/** The texts of a template in every language it has, with a section for each special secrecy that applies. */
export const templateTexts = ({ name }: Template, secrecies: readonly Secrecy[]): TemplateText[] => {
  const folder = path.join(FOLDER, name);
  const there = new Set(readdirSync(folder));
  return LANGUAGES.filter((language) => there.has(`${language}.md`)).map((language) => {
    const parts = partsOf(readFileSync(path.join(folder, `${language}.md`), "utf8"));
    const special = SECRECIES.filter((secrecy) => secrecies.includes(secrecy)).map((secrecy) => secrecyText(secrecy, language));
    return { language, ...parts, body: [parts.body, ...special].join("\n\n") };
  });
};
