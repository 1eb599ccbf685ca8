import type { Scan } from "./scan";
import type { Span } from "./span";

/** Addresses longer than this are masked without being read. */
const LONGEST_READ = 600;
const ENDS = /[\s<>"{}|\\^]/g;
const PROFILE = /^(?:https?:\/\/)?(?:[\w-]{1,20}\.)?(?:facebook|instagram|linkedin|xing|twitter|x|tiktok|github|t|threads|snapchat|pinterest|youtube|vk|soundcloud|patreon)\.(?:com|me|net)\/(?!(?:hc|help|legal|policies|about)?\/?$)./i;
const PERSONAL_KEY = /[?&;#](?:[\w-]{0,20}[_-])?(?:user|username|userid|uid|name|vorname|nachname|first|last|email|e-?mail|mail|phone|tel|customer|kunde|kdnr|account|konto|token|session|sid|auth|key|hash|invite|recipient|id|cid|login|order|bestellung|tracking|piececode|code)[\w-]{0,12}=[^&#]{2}/i;
const PERSONAL_PATH = /\/(?:~|@|(?:user|users|u|profile|profil|people|member|members|in|account|customer|kunde|kunden)\/)[\w%.-]{2}/i;
const NUMBERED = /\d{5}|[0-9a-f]{16}|(?=[\w-]{0,24}\d)(?=[\w-]{0,24}[A-Za-z])[A-Za-z0-9_-]{22}/i;
const USER_INFO = /^[a-z][a-z+.-]{1,9}:\/\/[^/?#\s]{1,100}@/i;

const isPersonal = (url: string): boolean =>
  url.length > LONGEST_READ || PERSONAL_KEY.test(url) || PERSONAL_PATH.test(url) || PROFILE.test(url) || USER_INFO.test(url) || NUMBERED.test(url) || url.includes("@");

const endOf = (text: string, from: number): number => {
  ENDS.lastIndex = from;
  const end = ENDS.exec(text)?.index ?? text.length;
  return end - (/[).,;:!?\]']{0,5}$/.exec(text.slice(Math.max(from, end - 5), end))?.[0].length ?? 0);
};

/** Web addresses that name somebody: accounts, sessions, tracking, profiles. A shop's page stays readable. */
export const urls = ({ text, effort }: Scan): Span[] => {
  const found: Span[] = [];
  const begin = /https?:\/\/|ftp:\/\/|(?<![\w.])www\.|(?<![\w.-])(?:[\w-]{2,30}\.){1,3}(?:de|com|net|org|at|ch|eu|io|me|uk)\//gi;
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    effort.spend(4);
    const end = Math.max(endOf(text, match.index), match.index + match[0].length);
    begin.lastIndex = end;
    if (isPersonal(text.slice(match.index, Math.min(end, match.index + LONGEST_READ + 1)))) {
      found.push({ start: match.index, end, category: "onlineIdentifier", source: "structure", confidence: 0.8, kind: "url" });
    }
  }
  return found;
};
