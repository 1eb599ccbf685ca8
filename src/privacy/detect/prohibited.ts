/** Secrets nobody may keep: card verification codes (PCI DSS 4.0.1, 3.3.1.2), PINs, passwords. Replaced before a text is stored. */

export type Prohibited = "cardVerification" | "password" | "pin";

const MARKERS: Readonly<Record<Prohibited, string>> = { cardVerification: "[⌫ CVC]", password: "[⌫ password]", pin: "[⌫ PIN]" };

const BETWEEN = "(?:[ \\t]?\\([^()\\n]{0,30}\\))?[ \\t]{0,3}(?:(?:nummer|nr\\.?|number|no\\.?|code)[ \\t]{0,2})?[:=\"'>|-]{0,3}[ \\t]{0,3}(?:(?:ist|is|lautet|war|was|are|sind)(?![\\p{L}])[ \\t:]{0,3})?[\"'„“*(]{0,2}";
const cue = (words: string, value: string): RegExp => new RegExp(`((?<![\\p{L}\\d])(?:${words})(?![\\p{L}])${BETWEEN})(${value})`, "giu");

const CARD_CODE = cue("cvc2?|cvv2?|cvn|cid|csc|prüfziffern?|pruefziffern?|kartenprüfnummer|kartenprüfziffer|kartenpruefnummer|sicherheitscode|prüfnummer|security code|card verification(?: code| value| number)?|verification code", "\\p{Nd}(?:[ -]?\\p{Nd}){2,3}(?!\\p{Nd})");
const PIN = cue("pin|pin-?code|geheimzahl|geheimnummer|puk|m?tan|telefon-?pin|online-?pin", "\\p{Nd}(?:[ -]?\\p{Nd}){3,11}(?!\\p{Nd})");
/** Whatever stands behind a password's colon or verb to the next space: a password has no shape. */
const PASSWORD = new RegExp("((?<![\\p{L}\\d])(?:passw(?:ort|or[dt]s?)|password|passwd|pwd?|pass(?:phrase|code)|kennwort|zugangscode|login-?code|losungswort)(?![\\p{L}\\d])(?:[ \\t](?:für|for|to|zum|zur|of|von|beim|bei)(?: \\p{L}{1,20}){1,4}?)?[ \\t]{0,3}(?:[:=]{1,2}[ \\t]{0,3}|(?:ist|is|lautet|war|was)(?![\\p{L}])[ \\t:]{1,3}))([\"'„“»][^\"'“”«\\n]{1,64}[\"'“”«]|[^\\s]{3,128})", "giu");
const NO_PASSWORD = /^(?:falsch|wrong|ungültig|invalid|vergessen|forgotten|abgelaufen|expired|nicht|not|incorrect|weg|gesperrt|blocked|korrekt|correct|richtig|nicht|immer|still|already|bereits|unbekannt|unknown|leider|zu|too|kein|no|das|the|ein|eine|a|an|mir|jetzt|now|being|your|my|mein|ihr|\[⌫)[.,!?]?$/iu;

/**
 * The text without verification codes, PINs and passwords that a cue announces, and what kinds were there. The
 * markers are the same in every language. Purging twice changes nothing more.
 */
export const purgeProhibited = (text: string): { text: string; purged: Prohibited[] } => {
  const purged = new Set<Prohibited>();
  const strike = (kind: Prohibited) => (whole: string, cueText: string, value: string): string => {
    if (kind === "password" && (NO_PASSWORD.test(value) || value.startsWith("[⌫"))) return whole;
    purged.add(kind);
    return cueText + MARKERS[kind];
  };
  const clean = text.replace(CARD_CODE, strike("cardVerification")).replace(PIN, strike("pin")).replace(PASSWORD, strike("password"));
  return { text: clean, purged: [...purged] };
};
