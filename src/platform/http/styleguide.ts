/** Example data for /styleguide: each component in all its states. Nobody in here exists. */

/** What `ui/masked` prints: one disclosure of the privacy kernel, ready for the page. */
export type MaskedValue = {
  text: string;
  form: string;
  masked: boolean;
  category: string;
  /** What the value is called on this page ("E-mail address"). */
  label: string;
  /** The binding rules, the weightiest first, as text keys with their values. */
  reasons: readonly { key: string; values: Readonly<Record<string, unknown>> }[];
  remedies: readonly { key: string; path?: string | null; values?: Readonly<Record<string, unknown>> }[];
  reveal: { offered: boolean; path: string; subject?: string; reasons?: readonly { value: string; label: string }[]; minutes?: readonly number[] };
  /** ISO times, after a reveal: when it was shown, and how long it may stay on the screen. */
  seenAt?: string;
  until?: string | null;
  pseudonym?: string;
};

type Option = { value: string; label: string; hint?: string; selected?: boolean };
type MenuItem = { label: string; path: string; post?: boolean; icon?: string; danger?: boolean; current?: boolean };
type Row = { name: string; subject: string; at: string; unread: boolean; current: boolean; clock: { state: string; minutes: number }; owner: string };

export type StyleguidePage = {
  masks: readonly { state: string; value: MaskedValue }[];
  options: readonly Option[];
  rows: readonly Row[];
  menu: readonly MenuItem[];
  tabs: readonly { label: string; path: string; current?: boolean; count?: number }[];
  events: readonly { at: string; title: string; text?: string; icon?: string; tone?: string }[];
  clocks: readonly { state: string; minutes: number }[];
  tones: readonly string[];
  email: MaskedValue;
  phone: MaskedValue;
  action: { label: string; path: string };
  /** A text with masked passages, and one explanation for all of a kind. */
  passages: readonly { text: string; masked: boolean; label: string; why: string }[];
  explanations: readonly (MaskedValue & { id: string })[];
};

type Words = Readonly<Record<"email" | "phone" | "emails" | "phones" | "expired", string>>;
const WORDS: Readonly<Record<"de" | "en", Words>> = {
  de: { email: "E-Mail-Adresse", phone: "Telefonnummer", emails: "E-Mail-Adressen", phones: "Telefonnummern", expired: "03.05.2026" },
  en: { email: "E-mail address", phone: "Phone number", emails: "e-mail addresses", phones: "phone numbers", expired: "3 May 2026" },
};

const base = (label: string): MaskedValue => ({
  text: "jana.weiss@example.org", form: "clear", masked: false, category: "email", label, reasons: [], remedies: [],
  reveal: { offered: false, path: "" },
});

const masks = (words: Words, later: string, now: string): StyleguidePage["masks"] => {
  const byRole = { key: "styleguide.reason.role", values: { what: words.emails } };
  const partial: MaskedValue = {
    ...base(words.email), text: "j•••@example.org", form: "partial", masked: true, reasons: [byRole],
    remedies: [{ key: "styleguide.remedy.reveal" }, { key: "styleguide.remedy.lead", path: "#" }],
    reveal: { offered: true, path: "/tickets/42/disclosures" },
  };
  const training = { key: "styleguide.reason.training", values: { date: words.expired } };
  return [
    { state: "clear", value: base(words.email) },
    { state: "partial", value: partial },
    { state: "token", value: { ...partial, form: "token", pseudonym: "#7F3K2", text: "#7F3K2" } },
    { state: "hidden", value: { ...partial, text: "", form: "hidden", reasons: [training, { key: "styleguide.reason.contract", values: { company: "Callwerk GmbH", what: words.emails } }], remedies: [{ key: "styleguide.remedy.training", path: "#" }], reveal: { offered: false, path: "" } } },
    { state: "none", value: { ...partial, text: "", form: "hidden", reasons: [], remedies: [], reveal: { offered: false, path: "" } } },
    { state: "revealed", value: { ...base(words.email), until: later, seenAt: now } },
    { state: "seen", value: { ...base(words.email), seenAt: now } },
  ];
};

const before = (now: Date, minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();

const rows = (now: Date, german: boolean): readonly Row[] => [
  { name: "Jana Weiß", subject: german ? "Paket seit neun Tagen nicht angekommen" : "Parcel has not arrived for nine days", at: before(now, 12), unread: true, current: true, clock: { state: "soon", minutes: 48 }, owner: "M. Yıldız" },
  { name: "#7F3K2", subject: german ? "Rechnung 2026-0815 doppelt abgebucht" : "Invoice 2026-0815 was charged twice", at: before(now, 96), unread: true, current: false, clock: { state: "overdue", minutes: 125 }, owner: "" },
  { name: "Bäckerei Sommer", subject: german ? "Frage zur Garantie der Knetmaschine" : "A question about the warranty of the mixer", at: before(now, 1500), unread: false, current: false, clock: { state: "paused", minutes: 300 }, owner: "T. Okafor" },
];

const menu = (german: boolean): readonly MenuItem[] => [
  { label: german ? "Zusammenführen" : "Merge", path: "#", icon: "arrow-merge" },
  { label: german ? "Drucken" : "Print", path: "#", icon: "printer" },
  { label: german ? "Angaben löschen" : "Erase details", path: "#", icon: "trash", danger: true },
];

const events = (now: Date, german: boolean): StyleguidePage["events"] => [
  { at: before(now, 5), title: german ? "E-Mail-Adresse angezeigt" : "E-mail address revealed", text: german ? "Grund: Lieferung klären · 5 Minuten" : "Reason: clarify a delivery · 5 minutes", icon: "eye", tone: "privacy" },
  { at: before(now, 64), title: german ? "Frist überschritten" : "Deadline missed", icon: "alarm", tone: "danger" },
  { at: before(now, 2900), title: german ? "Vorgang eröffnet" : "Ticket opened", text: german ? "Über das Webformular" : "From the web form", icon: "inbox" },
];

/** The model of views/styleguide/index. */
export const styleguidePage = (locale: "de" | "en", now: Date): StyleguidePage => {
  const german = locale === "de";
  const words = WORDS[locale];
  const shown = masks(words, new Date(now.getTime() + 5 * 60_000).toISOString(), now.toISOString());
  const email = shown[1]!.value;
  return {
    masks: shown, rows: rows(now, german), menu: menu(german), events: events(now, german),
    options: [{ value: "delivery", label: german ? "Lieferung" : "Delivery" }, { value: "billing", label: german ? "Rechnung" : "Billing", hint: german ? "Auch Mahnungen" : "Reminders too" }],
    tabs: [{ label: german ? "Vorgänge" : "Tickets", path: "#", current: true, count: 12 }, { label: german ? "Einwilligungen" : "Consents", path: "#" }, { label: german ? "Zugriffe" : "Accesses", path: "#", count: 3 }],
    clocks: [{ state: "due", minutes: 1500 }, { state: "soon", minutes: 48 }, { state: "overdue", minutes: 125 }, { state: "paused", minutes: 300 }, { state: "met", minutes: 0 }, { state: "none", minutes: 0 }],
    tones: ["neutral", "outline", "accent", "success", "warning", "danger", "privacy"],
    email,
    passages: [
      { text: german ? "Bitte antworten Sie an " : "Please answer to ", masked: false, label: "", why: "" },
      { text: "•••@example.org", masked: true, label: words.email, why: "passage-email" },
      { text: german ? " bis Freitag." : " by Friday.", masked: false, label: "", why: "" },
    ],
    explanations: [{ ...email, id: "passage-email" }],
    phone: { ...email, category: "phone", label: words.phone, text: "•••• 21", reasons: [{ key: "styleguide.reason.role", values: { what: words.phones } }] },
    action: { label: german ? "Ansehen" : "View", path: "#" },
  };
};
