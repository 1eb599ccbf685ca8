import { rank, type Category, type Form } from "./categories";
import { decide, type Decision } from "./decide";
import { append, type Access, type Action } from "./access-log/append";
import { decode, renderSegments, type Segment } from "./detect";
import { loadKeys, type SubjectKey } from "./keys/data-keys";
import { kernelOf, pseudonymOf } from "./kernel";
import { maskValue } from "./mask";
import type { About, Ceiling, DecisionContext, Surface } from "./rules/rule";
import { decrypt, type Sealed } from "./sealed";
import { Forbidden } from "../platform/faults";
import { isAgent, type AgentViewer, type Ctx, type Purpose } from "./viewer";

/** A value of a record, or a free text with its marked passages; `about` is the ticket that gives the reason to look. */
export interface ValueItem { readonly kind: "value"; readonly key: string; readonly subject: string; readonly category: Category; readonly value: Sealed | null; readonly about: About | null; readonly purpose: Purpose }
export interface TextItem { readonly kind: "text"; readonly key: string; readonly subject: string; readonly value: Sealed; readonly about: About | null; readonly purpose: Purpose }
export type Item = ValueItem | TextItem;

/** What a page gets of one item: plain strings, ready to print, and never more than the decision. */
export interface Disclosure {
  readonly category: Category;
  readonly form: Form;
  readonly masked: boolean;
  /** Empty where nothing is shown. */
  readonly text: string;
  /** Free text as alternating clear and masked passages; empty for values and for a text that is wholly masked. */
  readonly segments: readonly Segment[];
  readonly because: readonly Ceiling[];
  readonly revealOffered: boolean;
  readonly pseudonym: string;
  /** Categories of the masked passages of a text that a reveal would open. */
  readonly revealable: readonly Category[];
  /** Why each masked category of a text is masked. */
  readonly passages: ReadonlyMap<Category, readonly Ceiling[]>;
  /** When a running reveal of this value ends. */
  readonly until: Date | null;
}

export interface DisclosureRequest { readonly action: Action; readonly surface: Surface; readonly items: readonly Item[]; readonly detail?: Readonly<Record<string, string>> }
export type Disclosures = ReadonlyMap<string, Disclosure>;

/** Free text is readable from here up; below, the whole text is one mask. */
const READABLE: Form = "brief";

/**
 * Decides, opens what may be opened, masks, and appends the access-log rows in the same transaction: no row, no
 * disclosure. One query for the keys and one insert for the log, whatever the number of items.
 */
export const disclose = async (ctx: Ctx, request: DisclosureRequest): Promise<Disclosures> => {
  const { viewer } = ctx;
  if (!isAgent(viewer)) throw new Forbidden();
  const kernel = kernelOf(ctx);
  const keys = await ctx.timing.measure("keys", () => loadKeys(ctx.db, kernel.master, [...new Set(request.items.map(({ subject }) => subject))]));
  const start = performance.now();
  const session = new Session(ctx, viewer, request, keys);
  const disclosed = new Map(request.items.map((item) => [item.key, session.disclose(item)]));
  ctx.timing.add("kernel", performance.now() - start);
  await append(ctx, session.accesses());
  return disclosed;
};

const NO_PASSAGES: ReadonlyMap<Category, readonly Ceiling[]> = new Map();

/** One disclosure at work: remembers decisions it has made and what it has shown, for the log. */
class Session {
  private readonly decisions = new Map<string, Decision>();
  private readonly shown = new Map<string, { item: Item; forms: Map<Category, Form> }>();

  constructor(
    private readonly ctx: Ctx, private readonly viewer: AgentViewer,
    private readonly request: DisclosureRequest, private readonly keys: Map<string, SubjectKey>,
  ) {}

  disclose(item: Item): Disclosure {
    const disclosure = item.kind === "value" ? this.value(item) : this.text(item);
    return disclosure;
  }

  /** The log rows: one per distinct decision, naming every person it covers. */
  accesses(): Access[] {
    const groups = new Map<string, { access: Access; subjects: Set<string>; tickets: Set<string> }>();
    for (const { item, forms } of this.shown.values()) {
      const sorted = Object.fromEntries([...forms].sort(([a], [b]) => a.localeCompare(b)));
      const key = `${item.purpose} ${JSON.stringify(sorted)}`;
      const group = groups.get(key) ?? { access: { action: this.request.action, subjects: [], ticket: null, forms: sorted, purpose: item.purpose, count: 0, detail: this.request.detail }, subjects: new Set(), tickets: new Set() };
      group.subjects.add(item.subject);
      if (item.about) group.tickets.add(item.about.number);
      groups.set(key, group);
    }
    return [...groups.values()].map(({ access, subjects, tickets }) => ({
      ...access, subjects: [...subjects].sort(), count: subjects.size, ticket: tickets.size === 1 ? [...tickets][0]! : null,
    }));
  }

  private value(item: ValueItem): Disclosure {
    const decision = this.decision(item.category, item);
    const key = this.keys.get(item.subject)?.key ?? null;
    if (!item.value || !key || rank(decision.form) <= rank("token")) return this.closed(item, item.category, decision, item.value !== null && key !== null);
    const clear = decrypt(key, item.value.place, item.subject, item.value.toPostgres()).toString("utf8");
    const masked = decision.form === "clear" ? { form: "clear" as Form, text: clear } : maskValue(item.category, decision.form, clear, { token: this.tokenOf(item.subject), now: this.ctx.now });
    this.note(item, item.category, masked.form);
    return this.answer(item, item.category, masked.form, masked.text, decision);
  }

  private text(item: TextItem): Disclosure {
    const decision = this.decision("correspondence", item);
    const key = this.keys.get(item.subject)?.key ?? null;
    if (!key || rank(decision.form) < rank(READABLE)) return this.closed(item, "correspondence", decision, key !== null);
    const envelope = decode(decrypt(key, item.value.place, item.subject, item.value.toPostgres()).toString("utf8"));
    const revealable = new Set<Category>();
    const passages = new Map<Category, readonly Ceiling[]>();
    const segments = renderSegments(envelope, (category) => {
      const passage = this.decision(category, item);
      if (passage.revealOffered) revealable.add(category);
      if (passage.form !== "clear") passages.set(category, passage.because);
      this.note(item, category, passage.form);
      return passage.form;
    }, { token: this.tokenOf(item.subject), now: this.ctx.now });
    this.note(item, "correspondence", "clear");
    const masked = segments.some((segment) => segment.masked);
    return { ...this.answer(item, "correspondence", "clear", segments.map(({ text }) => text).join(""), decision), masked, segments, revealable: [...revealable], passages };
  }

  private closed(item: Item, category: Category, decision: Decision, exists: boolean): Disclosure {
    const form: Form = decision.form === "hidden" || !exists ? "hidden" : "token";
    this.note(item, category, form);
    return { ...this.answer(item, category, form, form === "token" ? this.tokenOf(item.subject) : "", decision), masked: exists };
  }

  private answer(item: Item, category: Category, form: Form, text: string, decision: Decision): Disclosure {
    const reveal = this.viewer.standing.reveals.find((found) => found.ticket === item.about?.ticket && found.subject === item.subject && found.category === category && found.until > this.ctx.now);
    return {
      category, form, text, masked: form !== "clear", segments: [], because: decision.because, revealable: [], passages: NO_PASSAGES,
      revealOffered: decision.revealOffered, pseudonym: this.tokenOf(item.subject), until: form === "clear" && reveal ? reveal.until : null,
    };
  }

  /** The highest form in which a category of a person was shown stands in the log. */
  private note(item: Item, category: Category, form: Form): void {
    const key = `${item.subject} ${item.about?.ticket ?? ""} ${item.purpose}`;
    const entry = this.shown.get(key) ?? { item, forms: new Map<Category, Form>() };
    const before = entry.forms.get(category);
    if (before === undefined || rank(form) > rank(before)) entry.forms.set(category, form);
    this.shown.set(key, entry);
  }

  private decision(category: Category, item: Item): Decision {
    const key = `${category} ${item.subject} ${item.about?.ticket ?? ""} ${item.purpose}`;
    const known = this.decisions.get(key);
    if (known) return known;
    const made = decide(this.viewer.standing, category, this.contextOf(item));
    this.decisions.set(key, made);
    return made;
  }

  private contextOf(item: Item): DecisionContext {
    return {
      viewerId: this.viewer.id, purpose: item.purpose, surface: this.request.surface, about: item.about, subject: item.subject,
      restricted: this.keys.get(item.subject)?.restricted ?? true, policy: this.viewer.policy, now: this.ctx.now,
    };
  }

  private readonly tokens = new Map<string, string>();
  private tokenOf(subject: string): string {
    const known = this.tokens.get(subject);
    if (known) return known;
    const made = pseudonymOf(kernelOf(this.ctx).keys.pseudonym, subject);
    this.tokens.set(subject, made);
    return made;
  }
}
