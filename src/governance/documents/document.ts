import { createHash } from "node:crypto";
import { normalMarkdown } from "../../platform/markdown";

export const DOCUMENT_KINDS = ["confidentiality", "homeOffice", "guideline", "worksAgreement"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];
/** Those that everybody confirms by themselves; a home-office agreement is concluded in its own room. */
export const ACKNOWLEDGED_KINDS = ["confidentiality", "guideline", "worksAgreement"] as const satisfies readonly DocumentKind[];

export const JURISDICTIONS = ["DE", "AT", "CH"] as const;
export type Jurisdiction = (typeof JURISDICTIONS)[number];

export const LANGUAGES = ["de", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Secrecies of law that bind only some houses (domain rule 1, no. 6): telecommunications, professions, banks, social data. */
export const SECRECIES = ["telecommunications", "professional", "banking", "social"] as const;
export type Secrecy = (typeof SECRECIES)[number];

export interface Words { readonly title: string; readonly body: string; readonly leaflet: string }

/** The words as one file, exactly as they are hashed and handed out: whoever has it can check the hash with any tool. */
export const textFile = ({ title, body, leaflet }: Words): string => {
  const parts = [`# ${normalMarkdown(title).replaceAll("\n", " ")}`, normalMarkdown(body), ...(normalMarkdown(leaflet) ? ["---", normalMarkdown(leaflet)] : [])];
  return `${parts.join("\n\n")}\n`;
};

export const textHash = (words: Words): string => createHash("sha256").update(textFile(words)).digest("hex");

/** What a shipped template carries until somebody who knows the law has checked it; a text with it is not published. */
export const TEMPLATE_MARK = /^>\s*\**(?:Vorlage|Template)\b/im;
