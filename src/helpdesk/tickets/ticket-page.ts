import { splitQuoted } from "../../platform/mail";
import { translator, type Translate } from "../../platform/i18n";
import { longestReveal, type AgentViewer, type Category, type Ctx, type Disclosure } from "../../privacy";
import { ticketPolicy } from "./policy";
import { explained, maskedView, nameText, plainText, type MaskedView, type RevealPlace } from "./masked-view";
import type { ViewLink } from "./list-page";
import { listTopics } from "./tickets";
import type { ShownTicket } from "./show-ticket";
import { PRIORITIES, TICKET_PURPOSES } from "./ticket";

/** A passage of a message, ready to print; a masked one names the explanation that all of its kind share. */
export interface PassageView { readonly text: string; readonly masked: boolean; readonly category: string; readonly label: string; readonly form: string; readonly why: string }
export interface MessageView {
  readonly id: string; readonly number: number; readonly note: boolean; readonly fromCustomer: boolean; readonly author: string; readonly at: string; readonly channel: string;
  readonly passages: readonly PassageView[]; readonly quoted: readonly PassageView[]; readonly closed: MaskedView | null;
  readonly delivery: string | null; readonly failed: boolean; readonly failure: string; readonly sendAgainPath: string | null; readonly files: readonly FileView[]; readonly original: string | null;
}
export interface FileView { readonly path: string; readonly name: string; readonly type: string; readonly size: number }
/** One explanation per masked category in the texts, shared by all its passages. */
export interface ExplanationView extends MaskedView { readonly id: string }
export interface Option { readonly value: string; readonly label: string; readonly selected: boolean }

/** Texts typed before a form came back; nothing typed is lost. */
export interface Unsent { readonly body: string; readonly kind: string; readonly error: string }

export interface TicketPage {
  readonly number: string; readonly id: string; readonly version: number; readonly path: string; readonly subject: readonly PassageView[]; readonly subjectClosed: MaskedView | null; readonly title: string;
  readonly status: string; readonly isOpen: boolean; readonly priority: string; readonly purpose: string; readonly queue: string; readonly routedTo: string; readonly outsourced: boolean; readonly level: string; readonly sensitive: boolean;
  readonly assignee: string; readonly mine: boolean; readonly unassigned: boolean; readonly createdAt: string; readonly lastMessage: number;
  readonly withheld: readonly string[];
  readonly messages: readonly MessageView[]; readonly explanations: readonly ExplanationView[];
  readonly customer: { readonly id: string; readonly name: MaskedView; readonly organisation: string | null; readonly position: MaskedView | null; readonly values: readonly (MaskedView & { readonly id: string })[]; readonly path: string; readonly copies: readonly MaskedView[] };
  readonly history: readonly { readonly at: string; readonly text: string }[];
  readonly can: { readonly work: boolean; readonly route: boolean; readonly mark: boolean; readonly reply: boolean };
  readonly priorities: readonly Option[]; readonly purposes: readonly Option[]; readonly queues: readonly Option[]; readonly employers: readonly Option[]; readonly agents: readonly Option[]; readonly categories: readonly Option[];
  readonly unsent: Unsent | null; readonly replyTo: string; readonly listPath: string; readonly panePath: string; readonly accessPath: string; readonly seesLog: boolean;
  readonly composerId: string; readonly composerPath: string; readonly topics: string;
  readonly statusMenu: readonly { readonly label: string; readonly path: string; readonly post: boolean; readonly name: string; readonly value: string }[];
  readonly messageChoices: readonly Option[];
  readonly views: readonly ViewLink[]; readonly navQueues: readonly ViewLink[];
}

export interface Choices { readonly queues: { id: string; name: string }[]; readonly employers: { id: string; name: string }[]; readonly agents: { id: string; name: string }[] }

/** What stands around the thread: the navigation, and the list it was opened from. */
export interface Around { readonly views: readonly ViewLink[]; readonly queues: readonly ViewLink[]; readonly listQuery: string }

const select = (values: readonly string[], current: string, label: (value: string) => string): Option[] => values.map((value) => ({ value, label: label(value), selected: value === current }));

/** The page model of a ticket: plain strings and booleans, made from what the kernel disclosed. */
export const ticketPage = (ctx: Ctx, shown: ShownTicket, choices: Choices, around: Around, unsent: Unsent | null = null): TicketPage => {
  const viewer = ctx.viewer as AgentViewer;
  const t = translator(viewer.locale);
  const { ticket, disclosures } = shown;
  const path = `/tickets/${ticket.number}`;
  const place = { revealPath: `${path}/disclosures`, subject: ticket.customerId, minutes: longestReveal(viewer) === 1 ? [1] : [1, longestReveal(viewer)], t };
  const work = ticketPolicy.work(viewer, ticket);
  const texts = new Texts(shown, { ...place, works: work }, t);
  const subject = disclosures.get("subject")!;
  const name = disclosures.get("name")!;
  const messages = shown.messages.map((message) => texts.message(message, nameText(name, t)));
  return {
    number: ticket.number, id: ticket.id, version: ticket.version, path, title: `#${ticket.number} ${plainText(subject, t)}`,
    subject: texts.passages(subject), subjectClosed: subject.segments.length === 0 && subject.masked ? maskedView(subject, place) : null,
    status: ticket.status, isOpen: ticket.status !== "closed", priority: ticket.priority, purpose: ticket.purpose, queue: ticket.queueName,
    routedTo: ticket.routedToName, outsourced: ticket.routedToKind === "processor", level: ticket.level, sensitive: ticket.level === "L4",
    assignee: shown.assignee ?? "", mine: ticket.assigneeId === viewer.id, unassigned: ticket.assigneeId === null, createdAt: ticket.createdAt.toISOString(), lastMessage: ticket.lastMessage,
    withheld: withheld(shown, t, viewer.locale), messages, explanations: texts.explanations(),
    customer: customerView(shown, place, t),
    history: shown.events.map((event) => ({ at: event.at.toISOString(), text: historyText(event, t) })),
    can: { work, route: ticketPolicy.route(viewer, ticket), mark: ticketPolicy.route(viewer, ticket) && viewer.standing.place === "office", reply: work },
    priorities: select(PRIORITIES, ticket.priority, (value) => t(`helpdesk.priority.${value}`)),
    purposes: select(TICKET_PURPOSES, ticket.purpose, (value) => t(`helpdesk.purpose.${value}`)),
    queues: choices.queues.map(({ id, name: label }) => ({ value: id, label, selected: id === ticket.queueId })),
    employers: choices.employers.map(({ id, name: label }) => ({ value: id, label, selected: id === ticket.routedTo })),
    agents: choices.agents.map(({ id, name: label }) => ({ value: id, label, selected: id === ticket.assigneeId })),
    categories: select(["name", "postalAddress", "email", "phone", "customerNumber", "orderData", "birthDate", "bankDetails", "paymentCard", "officialId", "onlineIdentifier", "special"], "", (value) => t(`ui.category.${value}`)),
    unsent, replyTo: t("helpdesk.replyTo", { name: nameText(name, t) }), listPath: `/tickets${around.listQuery}`, panePath: `/tickets/pane${around.listQuery}`,
    composerId: `composer-${ticket.number}`, composerPath: `${path}/messages${around.listQuery}`, topics: [`ticket:${ticket.id}`, ...listTopics(viewer)].join(","),
    statusMenu: ["open", "waiting", "closed"].map((status) => ({ label: t(`helpdesk.status.${status}`), path: `${path}/status`, post: true, name: "status", value: status })),
    messageChoices: messages.map((message) => ({ value: message.id, label: `${message.number} · ${message.author}`, selected: message.number === ticket.lastMessage })),
    views: around.views, navQueues: around.queues,
    accessPath: `/access-log?ticket=${ticket.number}`, seesLog: ["lead", "privacyOfficer"].includes(viewer.standing.role),
  };
};

/** Turns disclosed texts into passages and remembers one explanation per masked category. */
class Texts {
  private readonly found = new Map<Category, ExplanationView>();
  constructor(private readonly shown: ShownTicket, private readonly place: RevealPlace & { readonly works: boolean }, private readonly t: Translate) {}

  explanations(): ExplanationView[] { return [...this.found.values()]; }

  passages(disclosure: Disclosure): PassageView[] {
    return disclosure.segments.map((segment) => {
      if (!segment.masked) return { text: segment.text, masked: false, category: "", label: "", form: "clear", why: "" };
      const label = this.t(`ui.category.${segment.category}`);
      return { text: segment.text, masked: true, category: segment.category, label, form: segment.form, why: this.explanation(segment.category, disclosure, label).id };
    });
  }

  private explanation(category: Category, disclosure: Disclosure, label: string): ExplanationView {
    const known = this.found.get(category);
    if (known) return known;
    const because = disclosure.passages.get(category) ?? [];
    const made: ExplanationView = {
      id: `passage-${category}`, text: "", form: "hidden", masked: true, category, label, pseudonym: "", ...explained({ because }),
      reveal: { offered: disclosure.revealable.includes(category), path: this.place.revealPath, subject: this.place.subject, minutes: this.place.minutes }, until: null,
    };
    this.found.set(category, made);
    return made;
  }

  /** People in copy write too; each under the name that this viewer may see of them. */
  private authorOf(message: ShownTicket["messages"][number], customer: string): string {
    if (message.authorKind !== "customer") return message.authorName ?? this.t("helpdesk.system");
    return message.authorId === null || message.authorId === this.shown.ticket.customerId ? customer : nameText(this.shown.disclosures.get(`copy ${message.authorId}`), this.t);
  }

  message(message: ShownTicket["messages"][number], customer: string): MessageView {
    const disclosure = this.shown.disclosures.get(`message ${message.id}`)!;
    const [fresh, quoted] = foldQuoted(this.passages(disclosure));
    const files = this.shown.files.filter((file) => file.message === message.id);
    const original = files.find(({ kind }) => kind === "originalHtml");
    return {
      id: message.id, number: message.number, note: message.kind === "note", fromCustomer: message.authorKind === "customer",
      author: this.authorOf(message, customer), at: message.at.toISOString(), channel: message.channel,
      passages: fresh, quoted, closed: disclosure.segments.length === 0 && disclosure.masked ? maskedView(disclosure, this.place) : null,
      delivery: message.delivery ? this.t(`helpdesk.delivery.${message.delivery}`) : null, failed: message.delivery === "failed", failure: message.failure ? this.t(`mail.failure.${message.failure}`) : "",
      sendAgainPath: message.delivery === "failed" && this.place.works ? `/tickets/${this.shown.ticket.number}/messages/${message.id}/mails` : null,
      files: files.filter(({ kind }) => kind !== "originalHtml").map((file) => ({ path: `/tickets/${this.shown.ticket.number}/attachments/${file.id}`, name: plainText(this.shown.disclosures.get(`file ${file.id}`)!, this.t), type: file.contentType, size: file.size })),
      original: original ? `/tickets/${this.shown.ticket.number}/originals/${original.id}` : null,
    };
  }
}

/** Cuts the passages where the quoted history begins; nothing is lost, the rest folds away. */
export const foldQuoted = (passages: readonly PassageView[]): [PassageView[], PassageView[]] => {
  const whole = passages.map(({ text, masked }) => (masked ? "\uFFFC" : text)).join("");
  let left = splitQuoted(whole).fresh.length;
  if (left >= whole.length || whole.slice(0, left).trim() === "") return [[...passages], []];
  const fresh: PassageView[] = [];
  const quoted: PassageView[] = [];
  for (const passage of passages) {
    const length = passage.masked ? 1 : passage.text.length;
    if (left >= length) fresh.push(passage);
    else if (left <= 0 || passage.masked) quoted.push(passage);
    else { fresh.push({ ...passage, text: passage.text.slice(0, left) }); quoted.push({ ...passage, text: passage.text.slice(left) }); }
    left -= length;
  }
  return [fresh, quoted];
};

const customerView = ({ ticket, disclosures, values, copies }: ShownTicket, place: RevealPlace, t: Translate): TicketPage["customer"] => ({
  id: ticket.customerId, name: maskedView(disclosures.get("name")!, place), organisation: ticket.organisation, position: ticket.position ? maskedView(disclosures.get("position")!, { ...place, label: t("helpdesk.position") }) : null, path: `/tickets?customer=${ticket.customerId}&view=all`,
  values: values.map(({ id, category, label }) => ({ id, ...maskedView(disclosures.get(`value ${id}`)!, { ...place, label: label ? t("helpdesk.labelled", { category: t(`ui.category.${category}`), label: t(`helpdesk.valueLabel.${label}`) }) : undefined }) })),
  copies: copies.map(({ id }) => maskedView(disclosures.get(`copy ${id}`)!, { ...place, subject: id })),
});

/** Rules that a person meets as a circumstance of the day, in the order of the quiet line. */
const CIRCUMSTANCES = ["restriction", "acknowledgement", "training", "contract", "placeOfWork", "needToKnow"] as const;

/** The quiet line under the subject: what each circumstance withholds on this page, one sentence a rule. */
const withheld = ({ disclosures }: ShownTicket, t: Translate, locale: string): string[] => {
  const found = new Map<string, Set<Category>>();
  for (const { because, category, passages } of disclosures.values()) {
    for (const [masked, reasons] of [[category, because] as const, ...passages]) for (const { rule } of reasons) found.set(rule, (found.get(rule) ?? new Set()).add(masked));
  }
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  return CIRCUMSTANCES.filter((rule) => found.has(rule)).map((rule) => t(`helpdesk.withheldBy.${rule}`, { list: list.format([...found.get(rule)!].map((category) => t(`ui.category.${category}`))) }));
};

const historyText = (event: ShownTicket["events"][number], t: Translate): string => {
  const actor = event.actorKind === "customer" ? t("helpdesk.customer") : event.actor ?? t("helpdesk.system");
  const detail = event.detail.to ? t(`helpdesk.${event.kind}.${event.detail.to}`) : event.detail.why ? t(`helpdesk.withdrawn.${event.detail.why}`) : "";
  return t(`helpdesk.history.${event.kind}`, { actor, detail });
};

