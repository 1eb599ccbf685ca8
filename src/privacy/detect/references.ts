import type { Category } from "../categories";
import { lineAfter, type Scan, type Word } from "./scan";
import type { Span } from "./span";

/** What a number is, by the word in front of it. The compound words carry their "number" with them. */
const ORDER = /^(?:bestell|auftrag|rechnung|liefer|sendung|paket|beleg|retoure|rma|ticket|vorgang|order|invoice|tracking|shipment|parcel|receipt|reference|referenz|case|buchung|booking|reservierung|reservation|angebot|quote|transaktion|transaction|zahlung|gutschrift|ihr zeichen|aktenzeichen|az$|return)/;
const CUSTOMER = /^(?:kunde|kd$|kdnr|knr$|vertrag|police|policen|versicherungsschein|mitglied|teilnehmer|zähler|anschluss|benutzer|customer|client|contract|policy|member|membership|account|subscriber|user|konto|patient|personalnummer|personal|matrikel|abo)/;
const NUMBERED = /(?:nummern?|nr|no|number|num|id|code|kennung)$/;

const MARKER = /^[ \t.-]{0,3}(?:(?:numbers?|nummern?|nrn?|no|num|id|code)(?![\p{L}\d])\.?|#|№)/iu;
const FILLER = /^[ \t:=.#(\-"'*]{0,6}(?:(?:ist|is|lautet|lautete|war|was|mit der|with|von|of|vom|die|the)(?: (?:die|the|folgende|nummer|number))? ?:? ?)?[ \t:=.#("'*]{0,4}/i;
const CODE = /^[A-Za-z]{0,6}[A-Za-z0-9](?:[A-Za-z0-9]|[-/_.](?=[A-Za-z0-9])){0,40}(?: \d{2,8}(?![\p{L}\d.,:]|\.\d)){0,4}/u;
const PREFIXED = /^[A-Z]{1,4} (?=\d{3})/;
const MORE = /^\s?(?:,|;|und|and|&|\/|oder|or|sowie)\s?/i;
const DATE_OR_AMOUNT = /^\d{1,2}[./-]\d{1,2}(?:[./-]\d{0,4})?$|^\d{1,3}(?:\.\d{3})*,\d{1,2}$|^\d+\.\d{2}$/;
const MOST_IN_A_LIST = 8;

const digitsIn = (code: string): number => code.replace(/\D/g, "").length;

/** The code at the start of the text that is long enough to name something: two digits behind "number", else four. */
const codeIn = (text: string, isExplicit: boolean): string | null => {
  const prefix = PREFIXED.exec(text)?.[0] ?? "";
  const code = CODE.exec(text.slice(prefix.length))?.[0] ?? "";
  if (DATE_OR_AMOUNT.test(code)) return null;
  const digits = digitsIn(code);
  const least = isExplicit ? 2 : /[A-Za-z]/.test(prefix + code) ? 3 : 4;
  return digits >= least && code.length >= 3 ? prefix + code : null;
};

const categoryOf = (word: Word): Category | null =>
  CUSTOMER.test(word.lower) ? "customerNumber" : ORDER.test(word.lower) ? "orderData" : null;

const listFrom = (text: string, start: number, isExplicit: boolean): { start: number; end: number }[] => {
  const found: { start: number; end: number }[] = [];
  let at = start;
  while (found.length < MOST_IN_A_LIST) {
    const code = codeIn(lineAfter(text, at, 64), isExplicit);
    if (code === null) break;
    found.push({ start: at, end: at + code.length });
    const more = MORE.exec(lineAfter(text, at + code.length, 8));
    if (!more) break;
    at += code.length + more[0].length;
  }
  return found;
};

/** Order, invoice, customer, contract and tracking numbers behind the word that says so. */
export const references = ({ text, words, effort }: Scan): Span[] => {
  const found: Span[] = [];
  for (const word of words) {
    const category = categoryOf(word);
    if (category === null) continue;
    effort.spend(2);
    const marker = MARKER.exec(lineAfter(text, word.end, 16))?.[0] ?? "";
    const from = word.end + marker.length;
    const start = from + (FILLER.exec(lineAfter(text, from, 40))?.[0].length ?? 0);
    const isExplicit = marker !== "" || NUMBERED.test(word.lower);
    for (const place of listFrom(text, start, isExplicit)) {
      found.push({ ...place, category, source: "cue", confidence: isExplicit ? 0.95 : 0.7, kind: category === "orderData" ? "orderNumber" : "customerNumber" });
    }
  }
  return found;
};
