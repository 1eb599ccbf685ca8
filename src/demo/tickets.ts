import { processorsFor } from "./company";
import { SCRIPTS_DE } from "./conversations-de";
import { SCRIPTS_EN } from "./conversations-en";
import { DAY, factsFor } from "./facts";
import { agentsFor } from "./people";
import type { Random } from "./random";
import type { Script } from "./script";
import { playThread, statusOf } from "./thread";
import { firstContact } from "./timeline";
import type { Channel, EmployerKey, Priority, QueueKey, SampleAgent, SampleCustomer, SampleOrganisation, SampleTicket } from "./types";
import { toneFor } from "./voice";
import { worded } from "./wording";

interface People { customers: readonly SampleCustomer[]; organisations: readonly SampleOrganisation[] }
type Draft = Omit<SampleTicket, "number">;

/** Deals scripts by weight, those dealt less often first, so that few tickets tell the same story. */
class Deck {
  readonly #dealt = new Map<string, number>();

  deal(random: Random, customer: SampleCustomer): Script {
    const business = customer.organisation !== undefined && random.chance(0.75);
    const fitting = (customer.locale === "de" ? SCRIPTS_DE : SCRIPTS_EN)
      .filter((script) => (script.business ?? false) === business && !(customer.organisation && script.companion && !business));
    const load = (script: Script) => ((this.#dealt.get(script.key) ?? 0) + random.next() * 1.5) / (script.weight ?? 1);
    const script = fitting.map((candidate) => ({ candidate, load: load(candidate) })).sort((a, b) => a.load - b.load)[0]?.candidate;
    if (!script) throw new Error("no script fits this customer");
    this.#dealt.set(script.key, (this.#dealt.get(script.key) ?? 0) + 1);
    return script;
  }
}

/** In-house, or a processor whose contract covers queue and purpose; English goes to Contact Point more often. */
const routeFor = (random: Random, { queue, purpose, language }: Script): EmployerKey => {
  const covering = processorsFor(queue, purpose).filter((employer) => agentsFor(employer, queue).length > 0);
  if (covering.length === 0 || !random.chance(0.62)) return "nordlicht";
  const preferred = random.chance(language === "en" ? 0.6 : 0.12) ? "contact-point" : "callcenter-ost";
  return covering.find((employer) => employer === preferred) ?? random.pick(covering);
};

/** Leads answer now and then; mostly their team does. */
const colleagueFor = (random: Random, employer: EmployerKey, queue: QueueKey): SampleAgent => {
  const all = agentsFor(employer, queue);
  const team = all.filter((agent) => agent.role === "agent");
  return random.pick(team.length > 0 && !random.chance(0.08) ? team : all);
};

const channelFor = (random: Random, script: Script): Channel =>
  script.call && random.chance(0.4) ? "phone" : random.pick(["mail", "mail", "mail", "form"]);

const priorityFor = (random: Random, script: Script): Priority =>
  script.priority ?? random.pick(["low", "normal", "normal", "normal", "normal", "normal", "normal", "high", "high", random.chance(0.3) ? "urgent" : "normal"]);

const companionFor = (random: Random, script: Script, customer: SampleCustomer, { customers }: People): SampleCustomer | undefined => {
  if (!script.companion) return undefined;
  const near = customers.filter((other) => other !== customer && other.organisation === customer.organisation && other.locale === customer.locale);
  return near.length > 0 ? random.pick(near) : undefined;
};

const ticket = (random: Random, deck: Deck, people: People, now: Date): Draft => {
  const customer = random.pick(people.customers);
  const script = deck.deal(random, customer);
  const { queue, purpose, language } = script;
  const [employer, channel] = [routeFor(random, script), channelFor(random, script)];
  const start = firstContact(random, now, channel);
  const colleague = colleagueFor(random, employer, queue);
  const untouched = channel !== "phone" && now.getTime() - start.getTime() < 4 * DAY && random.chance(0.4);
  const assignee = untouched ? undefined : colleague;
  const companion = companionFor(random, script, customer, people);
  const organisation = people.organisations.find((firm) => firm.key === customer.organisation);
  const facts = factsFor(random, { customer, organisation, companion, agentName: colleague.name, start, language, about: script.about });
  const subject = worded(random, random.pick(script.subjects), facts);
  const tone = toneFor(random, queue === "complaints");
  const { messages, finished } = playThread(random, { script, customer, companion, assignee, employer, channel, tone, facts, start, now });
  return {
    scenario: script.key, queue, status: statusOf(messages, finished, now), priority: priorityFor(random, script), purpose, channel,
    customer: customer.key, subject, ...(assignee ? { assignee: assignee.key } : {}), routedTo: employer, language, messages,
  };
};

const opened = ({ messages }: Draft): number => messages[0]?.at.getTime() ?? 0;

/** Exactly `count` tickets, oldest first, numbered from 1. */
export const sampleTickets = (random: Random, count: number, people: People, now: Date): SampleTicket[] => {
  const deck = new Deck();
  return Array.from({ length: count }, () => ticket(random, deck, people, now))
    .sort((a, b) => opened(a) - opened(b))
    .map((draft, at) => ({ number: at + 1, ...draft }));
};
