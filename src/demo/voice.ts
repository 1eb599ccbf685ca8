import type { Facts } from "./facts";
import type { Random } from "./random";
import type { Language, SampleCustomer } from "./types";
import { withoutCapitals, withSlips, worded } from "./wording";

/** How one customer writes throughout one ticket. */
export type Tone = "polite" | "friendly" | "terse" | "hurried" | "angry";
export const toneFor = (random: Random, upset: boolean): Tone =>
  upset ? random.pick(["angry", "angry", "terse", "polite"]) : random.pick(["polite", "polite", "friendly", "friendly", "terse", "hurried"]);

const GREETING: Readonly<Record<Language, Readonly<Record<Tone, string>>>> = {
  de: {
    polite: "[Sehr geehrte Damen und Herren,|Guten Tag,|Guten Tag Nordlicht-Team,|Sehr geehrtes Serviceteam,]",
    friendly: "[Hallo,|Hallo liebes Nordlicht-Team,|Moin,|Hallo zusammen,|Liebes Team,|Servus,]",
    terse: "[Hallo,||]", hurried: "[hallo,|hi,||moin]", angry: "[Guten Tag,|An den Kundenservice|Hallo,|]",
  },
  en: {
    polite: "[Dear Sir or Madam,|Dear customer service,|Good morning,|Dear Nordlicht team,]",
    friendly: "[Hi there,|Hello,|Hi team,|Hello Nordlicht,]",
    terse: "[Hello,||Hi,]", hurried: "[hi|hey,|]", angry: "[To whom it may concern,|Hello,|]",
  },
};
const CLOSING: Readonly<Record<Language, Readonly<Record<Tone, string>>>> = {
  de: {
    polite: "[Mit freundlichen Grüßen|Freundliche Grüße|Mit freundlichem Gruß|Vielen Dank im Voraus und freundliche Grüße]\n{name}[\nKundennummer {customerNumber}||\n{address}|\nTel. {phone}]",
    friendly: "[Viele Grüße|Liebe Grüße|Herzliche Grüße|Danke und schönen Tag noch|Danke schon mal!]\n[{name}|{first} {last}|{first}]",
    terse: "[{name}|{last}|MfG {last}|Gruß, {last}]", hurried: "[lg {first}|gruß {first}|danke, {first}|von meinem handy gesendet|vg {name}]",
    angry: "[{name}|{name}, Kundennummer {customerNumber}|Ich erwarte Ihre Antwort.\n{name}|Mit noch freundlichen Grüßen\n{name}]",
  },
  en: {
    polite: "[Kind regards|Yours sincerely|Many thanks and best wishes|Best regards],\n{name}[\nCustomer no. {customerNumber}||\n{address}|\nPhone {phone}]",
    friendly: "[Thanks a lot|Cheers|Best wishes|All the best|Thank you!]\n[{name}|{first}]",
    terse: "[{name}|{last}|Regards, {name}]", hurried: "[thx {first}|{first}|sent from my phone|cheers {first}]",
    angry: "[{name}|{name}, customer {customerNumber}|I expect a reply.\n{name}]",
  },
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A customer's message: greeting, what they have to say, signature; tone decides capitals and slips. */
export const customerText = (random: Random, voice: { tone: Tone; language: Language; facts: Facts; reply?: boolean }, body: string): string => {
  const { tone, language, facts, reply } = voice;
  const greeting = reply && random.chance(0.5) ? "" : worded(random, GREETING[language][tone], facts);
  const said = worded(random, body, facts);
  const plain = greeting.endsWith(",") ? said : capital(said);
  const slipped = tone === "hurried" || random.chance(0.2) ? withSlips(random, plain) : plain;
  const parts = [greeting, slipped, worded(random, CLOSING[language][tone], facts)];
  const text = parts.filter((part) => part !== "").join(tone === "hurried" ? "\n" : "\n\n");
  return tone === "hurried" && random.chance(0.75) ? withoutCapitals(text) : text;
};

const address = ({ name, salutation }: SampleCustomer, language: Language): string => {
  const family = name.split(" ").slice(1).join(" ");
  if (language === "en") return salutation ? `Dear ${salutation} ${family},` : `Dear ${name},`;
  return `Guten Tag ${salutation ? `${salutation} ${family}` : name},`;
};

/** An agent's reply: by name at the top, signed at the bottom. */
export const agentText = (random: Random, reply: { to: SampleCustomer; language: Language; facts: Facts }, body: string): string => {
  const { to, language, facts } = reply;
  const close = language === "de"
    ? "[Freundliche Grüße|Viele Grüße|Herzliche Grüße|Mit freundlichen Grüßen]\n{agent}\nNordlicht Versand, Kundenservice"
    : "[Kind regards|Best wishes|With best regards],\n{agent}\nNordlicht Versand customer service";
  return [address(to, language), worded(random, body, facts), worded(random, close, facts)].join("\n\n");
};
