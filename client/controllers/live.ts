import { Controller } from "@hotwired/stimulus";
import { visit } from "@hotwired/turbo";
import { askWhoIsThere, listenTo, tell, type Person, type Signal } from "../live";

/** Several signals at once become one refresh. */
const REFRESH_AFTER_MS = 150;
/** A server that turns everybody away at once must not be answered with a storm. */
const EVICTED_AT_MOST_EVERY_MS = 10_000;
/** The server forgets a viewer after two minutes and a typist after eight seconds. */
const STILL_HERE_EVERY_MS = 60_000;
const TYPING_LASTS_MS = 9_000;
/** A form or a visit that takes longer has failed. */
const PATIENCE_MS = 10_000;
const SUBMITS = ["turbo:submit-start", "turbo:submit-end"] as const;
let evictedAt = -Infinity;

const shownVersion = (id: string): number =>
  Number(document.querySelector<HTMLElement>(`[data-live-id="${CSS.escape(id)}"]`)?.dataset["liveVersion"] ?? -1);

/**
 * Follows <meta name="live" content="ticket:42,queue:7">. A topic with a bar ([data-live-bar]) counts and waits for a click, so that
 * no row moves under the cursor (the list itself carries data-live-keep); any other topic refreshes the page by morphing. [data-live-id][data-live-version] tell what is shown already.
 */
export default class LiveController extends Controller<HTMLElement> {
  private readonly seen = new Map<string, number>();
  private readonly news = new Map<string, Set<string>>();
  private timer = 0;
  private again = 0;
  private beat = 0;
  /** True while a refresh runs that a signal asked for, not a person. */
  private refreshing = false;
  /** A form or a visit under way would be cancelled by a refresh: what was sent would look unsent. */
  private submitting = -Infinity;
  private visiting = -Infinity;
  private readonly awaited = new Map<string, number>();
  private readonly onSubmit = ({ type }: Event): void => { this.submitting = type === "turbo:submit-start" ? performance.now() : -Infinity; };
  private readonly onVisit = (): void => { this.visiting = performance.now(); };
  private readonly onLoad = (): void => {
    this.visiting = -Infinity;
    const asked = !this.refreshing;
    this.refreshing = false;
    this.follow(asked);
  };
  /** The list ([data-live-keep]) stays as it is: only a person's click moves rows. */
  private readonly onMorph = (event: Event): void => {
    if (this.refreshing && event.target instanceof Element && event.target.matches("[data-live-keep]")) event.preventDefault();
  };
  private readonly onTyping = (): void => this.say("typing");

  override connect(): void {
    document.addEventListener("turbo:load", this.onLoad);
    document.addEventListener("turbo:visit", this.onVisit);
    for (const name of SUBMITS) document.addEventListener(name, this.onSubmit);
    document.addEventListener("turbo:before-morph-element", this.onMorph);
    window.addEventListener("composer:typing", this.onTyping);
    this.follow(true);
    this.beat = window.setInterval(() => { if (!document.hidden) this.say("viewing"); }, STILL_HERE_EVERY_MS);
  }

  override disconnect(): void {
    window.clearTimeout(this.again);
    window.clearInterval(this.beat);
    window.clearTimeout(this.timer);
    document.removeEventListener("turbo:load", this.onLoad);
    document.removeEventListener("turbo:visit", this.onVisit);
    for (const name of SUBMITS) document.removeEventListener(name, this.onSubmit);
    document.removeEventListener("turbo:before-morph-element", this.onMorph);
    window.removeEventListener("composer:typing", this.onTyping);
  }

  private follow(fresh: boolean): void {
    if (fresh) {
      this.seen.clear();
      this.news.clear();
    }
    listenTo(this.topics, {
      signal: (signal) => this.signal(signal),
      presence: (topic) => { void this.presence(topic); },
      connected: (online) => this.connected(online),
      evicted: () => this.evicted(),
    });
    this.say("viewing");
  }

  private get topics(): string[] {
    const content = document.querySelector<HTMLMetaElement>("meta[name=live]")?.content ?? "";
    return content.split(",").map((topic) => topic.trim()).filter(Boolean);
  }

  private say(what: "viewing" | "typing"): void {
    const place = document.querySelector<HTMLElement>("[data-live-presence]")?.dataset["livePresence"];
    if (place) tell(what, place);
  }

  private connected(online: boolean): void {
    for (const note of document.querySelectorAll<HTMLElement>("[data-live-offline]")) note.hidden = online;
    if (online) this.say("viewing");
  }

  private evicted(): void {
    if (performance.now() - evictedAt < EVICTED_AT_MOST_EVERY_MS) return this.connected(false);
    evictedAt = performance.now();
    visit(location.href, { action: "replace" });
  }

  private signal({ topic, id, version }: Signal): void {
    const known = Math.max(this.seen.get(id) ?? -1, shownVersion(id));
    if (version <= known) return;
    this.seen.set(id, version);
    const bar = document.querySelector<HTMLElement>(`[data-live-bar="${CSS.escape(topic)}"]`);
    if (bar) this.count(bar, topic, id);
    else {
      this.awaited.set(id, version);
      this.refresh();
    }
  }

  private count(bar: HTMLElement, topic: string, id: string): void {
    const ids = this.news.get(topic) ?? new Set<string>();
    this.news.set(topic, ids.add(id));
    bar.textContent = (bar.dataset["liveText"] ?? "#").replace("#", String(ids.size));
    bar.hidden = false;
  }

  private refresh(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (performance.now() - Math.max(this.submitting, this.visiting) < PATIENCE_MS) return this.refresh();
      const news = [...this.awaited].some(([id, version]) => version > shownVersion(id));
      this.awaited.clear();
      if (!news) return;
      this.refreshing = true;
      visit(location.href, { action: "replace" });
    }, REFRESH_AFTER_MS);
  }

  private async presence(topic: string): Promise<void> {
    const place = document.querySelector<HTMLElement>(`[data-live-presence="${CSS.escape(topic)}"]`);
    if (!place) return;
    const people = await askWhoIsThere(topic).catch(() => []);
    window.clearTimeout(this.again);
    if (people.some(({ typing }) => typing)) this.again = window.setTimeout(() => { void this.presence(topic); }, TYPING_LASTS_MS);
    place.replaceChildren(...people.map((person) => this.avatar(person, place)));
  }

  private avatar(person: Person, place: HTMLElement): HTMLElement {
    const avatar = document.createElement("span");
    avatar.className = person.typing ? "avatar-initials avatar-initials--typing" : "avatar-initials";
    avatar.textContent = person.initials;
    avatar.title = `${person.name} ${(person.typing ? place.dataset["typing"] : place.dataset["viewing"]) ?? ""}`.trim();
    avatar.setAttribute("role", "img");
    avatar.setAttribute("aria-label", avatar.title);
    return avatar;
  }
}
