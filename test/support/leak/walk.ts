import type { AgentViewer } from "../../../src/privacy";
import type { Given } from "../given";
import { PASSWORD } from "../given";
import type { Answer, Sending } from "./browser";
import type { Finder } from "./finder";
import { filled, formsOf, spoiled, type FoundForm } from "./forms";
import type { Marker } from "./markers";
import type { Objects } from "./objects";
import { mayKnowColleague, permission, type Facts, type Place } from "./oracle";
import type { Looker } from "./people";
import { routeOf, type FoundRoute } from "./routes";

export interface Step { readonly route: FoundRoute; readonly sending: Sending; /** What the request itself said; an echo of it tells nothing. */ readonly said?: string }

/** Walks as one person after another, and keeps what it should not have seen. */
export class Walk {
  private readonly found = new Map<string, Set<string>>();
  readonly broken: string[] = [];
  readonly walked = new Set<string>();
  readonly seen = new Map<string, Set<string>>();
  readonly forms = new Map<string, Map<string, FoundForm>>();
  requests = 0;
  /** Files that were sent and taken. */
  uploads = 0;
  private changed = true;
  get routes(): readonly FoundRoute[] { return this.parts.routes; }

  constructor(private readonly parts: { readonly routes: readonly FoundRoute[]; readonly finder: Finder; readonly facts: Facts; readonly objects: Objects; readonly given: Given }) {}

  async take(looker: Looker, step: Step): Promise<Answer> {
    const answer = await looker.browser.send(step.sending);
    this.requests += 1;
    this.walked.add(`${step.route.method} ${step.route.path}`);
    if (answer.status >= 500 && answer.status !== 503) this.broken.push(`${looker.kind}: ${step.sending.method} ${step.sending.path} answered ${answer.status}`);
    if (step.sending.method === "POST" && answer.status < 400) { this.changed = true; this.uploads += step.sending.files?.length ?? 0; }
    await this.judge(looker, step, answer);
    this.collect(looker, step, answer);
    if (looker.agent && answer.status === 303 && answer.location.startsWith("/sign-in")) { await looker.browser.signIn(looker.agent); this.changed = true; }
    return answer;
  }

  /** Every marker in an answer needs a decision that permits it and a row of the log that records it. */
  private async judge(looker: Looker, { route, sending, said }: Step, answer: Answer): Promise<void> {
    const found = this.parts.finder.find(withoutEcho(`${answer.headers}\n\n${answer.body}`, said));
    if (found.size === 0) return;
    if (this.changed) { await this.parts.facts.read(); this.changed = false; }
    const viewer = await looker.standing();
    const place: Place = { pattern: route.path, path: sending.path, searched: /[?&]q=[^&]/.test(sending.path) };
    const shown: { marker: Marker; subject: string; category: string }[] = [];
    for (const marker of found) {
      this.seen.set(marker.key, (this.seen.get(marker.key) ?? new Set()).add(looker.kind));
      if (marker.kind.startsWith("staff")) { if (!mayKnowColleague(viewer, marker, place, this.parts.objects.links)) this.leak(looker, sending, marker, "is shown without a right to know it"); continue; }
      const permitted = permission(this.parts.facts, viewer, marker, place);
      if (permitted) shown.push({ marker, ...permitted }); else this.leak(looker, sending, marker, "is shown although the rules say no");
    }
    if (viewer && shown.length > 0) await this.demandRows(looker, viewer, sending, answer.startedAt, shown);
  }

  private async demandRows(looker: Looker, viewer: AgentViewer, sending: Sending, since: Date, shown: readonly { marker: Marker; subject: string; category: string }[]): Promise<void> {
    const rows = await this.parts.given.sql<{ subjects: string[]; forms: Record<string, string> }>("SELECT subjects::text[] AS subjects, forms FROM access_log WHERE viewer = $1 AND at >= $2 AND action <> 'denied'", [viewer.pseudonym, since]);
    for (const { marker, subject, category } of shown) {
      if (!rows.some((row) => row.subjects.includes(subject) && row.forms[category] === "clear")) this.leak(looker, sending, marker, `is shown and no row of the access log says so (${category})`);
    }
  }

  private leak(looker: Looker, sending: Sending, marker: Marker, what: string): void {
    const path = sending.path.replace(/[\w-]{40,}/g, "…").replace(/=[^&]*/g, "=…");
    const leak = `${sending.method} ${path}: ${marker.key} ${what}`;
    this.found.set(leak, (this.found.get(leak) ?? new Set()).add(looker.kind));
  }

  private collect(looker: Looker, step: Step, answer: Answer): void {
    if (!answer.contentType.startsWith("text/html")) return;
    for (const form of formsOf(answer.body, step.sending.path)) {
      if (form.path.startsWith("#")) continue;
      const route = routeOf(this.parts.routes, "POST", form.path);
      if (!route) { this.broken.push(`${step.sending.path}: a form leads to ${form.path}, where no route is`); continue; }
      const known = this.forms.get(route.path) ?? new Map<string, FoundForm>();
      this.forms.set(route.path, known);
      const key = `${form.path} ${form.fields.map(({ name, type, value }) => (type === "hidden" && name === "category" ? `${name}=${value}` : name)).join()} ${form.buttons.map(({ value }) => value).join()}`;
      if (!known.has(key)) known.set(key, form);
    }
  }

  /** What was found since it was asked last, with everybody who saw it. */
  leaks(): string[] {
    const leaks = [...this.found].map(([leak, lookers]) => `${leak} (${[...lookers].join(", ")})`);
    this.found.clear();
    return leaks;
  }

  /** What is posted to a route: a few of its forms, filled in, by one of their buttons each, and one of them spoiled. */
  async sendingsOf(route: FoundRoute): Promise<Sending[]> {
    const known = UNSEEN[route.path];
    if (!this.forms.has(route.path) && known) return (await this.parts.objects.pathsOf(route)).slice(0, 4).map((path) => ({ method: "POST", path, fields: known() }));
    const forms = spread([...(this.forms.get(route.path) ?? new Map<string, FoundForm>()).values()], FORMS);
    const base = (form: FoundForm) => ({ method: "POST" as const, path: form.path, multipart: form.multipart, files: form.files.map((field) => ({ field, name: `Brief-${UPLOADED}.txt`, text: `Ein Brief, ${UPLOADED}, mit Namen und Inhalt.\n` })) });
    const pressed = forms.map((form, index): Sending => {
      const button = form.buttons[index % Math.max(1, form.buttons.length)];
      return { ...base(form), fields: { ...filled(form, PASSWORD), ...(button ? { [button.name]: button.value } : {}) } };
    });
    return [...forms.slice(0, 1).map((form): Sending => ({ ...base(form), fields: spoiled(form) })), ...pressed];
  }
}

/** What is sent where no page shows a form in the suite's world: to a first administrator, say, when there is one already. */
const UNSEEN: Readonly<Record<string, () => Record<string, string>>> = {
  "/first-administrator/:token": () => ({ name: "Erste Person", email: "erste@example.net", company: "Firma", country: "DE", password: PASSWORD, repeat: PASSWORD }),
  "/tickets/:number/messages/:id/mails": () => ({}),
  "/administration/people/:id/second-factor-removal": () => ({}),
  "/account/second-factor/removal": () => ({ current: PASSWORD, code: "123456" }),
  "/policy": () => ({ basedOn: "1" }),
};

/** Stands in the name and in the content of every file that the suite sends; nothing may keep it in clear. */
export const UPLOADED = "zwxhochgeladenezeile";

const FORMS = 1;
/** Some of many, from all over: one of each path before a second of any. */
const spread = (forms: readonly FoundForm[], most: number): FoundForm[] => {
  const first = [...new Map(forms.map((form) => [form.path, form])).values()];
  const rest = forms.filter((form) => !first.includes(form));
  const all = [...first.filter((_, index) => index % Math.max(1, Math.floor(first.length / most)) === 0), ...rest];
  return all.slice(0, most);
};

/** A search box repeats what was typed into it, and links and forms carry the page's address along. */
const withoutEcho = (text: string, said: string | undefined): string =>
  (said ? text.replace(new RegExp(`(q(?:=|&#x3D;|%3D|%253D)|value=")${said.replace(/[^a-z0-9]/gi, (letter) => `(?:\\${letter}|%${letter.charCodeAt(0).toString(16)}|%25${letter.charCodeAt(0).toString(16)}|\\+)`)}`, "gi"), "$1") : text);
