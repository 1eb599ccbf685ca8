import { DAY, type Facts } from "./facts";
import { agentsFor } from "./people";
import type { Random } from "./random";
import type { Beat, Script } from "./script";
import { nextMoment } from "./timeline";
import type { Channel, EmployerKey, Language, SampleAgent, SampleAttachment, SampleCustomer, SampleMessage, SampleTicket } from "./types";
import { agentText, customerText, type Tone } from "./voice";
import { worded } from "./wording";

/** What every message of one ticket shares. Without an assignee nobody has answered yet. */
export interface Conversation {
  script: Script; customer: SampleCustomer; companion?: SampleCustomer; assignee?: SampleAgent; employer: EmployerKey;
  channel: Channel; tone: Tone; facts: Facts; start: Date; now: Date;
}

const CHASERS = {
  de: "[Gibt es schon etwas Neues?|Ich warte noch auf Antwort.|Haben Sie meine Nachricht vom {yesterday} bekommen?] [Danke.|]",
  en: "[Any news yet?|Just checking you got my message.|I'm still waiting to hear back.] [Thanks.|]",
};

const files = (random: Random, templates: readonly string[] | undefined, facts: Facts): { attachments?: SampleAttachment[] } => {
  if (!templates) return {};
  return { attachments: templates.map((template) => {
    const fileName = worded(random, template, facts).replace(/\s+/g, "_");
    return { fileName, kind: fileName.split(".").pop() as SampleAttachment["kind"] };
  }) };
};

const opening = (random: Random, talk: Conversation): SampleMessage => {
  const { script, facts, channel, start, tone, assignee } = talk;
  if (channel === "phone" && script.call && assignee) {
    return { author: assignee.key, kind: "note", at: start, text: worded(random, script.call, facts) };
  }
  const text = customerText(random, { tone, language: script.language, facts }, random.pick(script.opens));
  const attached = script.openFiles && random.chance(0.8) ? files(random, script.openFiles, facts) : {};
  return { author: "customer", kind: "public", at: start, text, ...attached };
};

/** Now and then the team lead leaves the note. */
const noteAuthor = (random: Random, { script, employer, assignee }: Conversation): string => {
  const leads = agentsFor(employer, script.queue).filter((agent) => agent.role === "lead");
  return leads.length > 0 && random.chance(0.15) ? random.pick(leads).key : assignee?.key ?? "";
};

const turn = (random: Random, talk: Conversation, beat: Beat, at: Date): SampleMessage => {
  const { script, facts, tone, assignee, companion, customer } = talk;
  const body = random.pick(beat.says);
  const extras = { ...files(random, beat.attach, facts), ...(beat.cc && companion ? { cc: companion.key } : {}) };
  if (beat.by === "note") return { author: noteAuthor(random, talk), kind: "note", at, text: worded(random, body, facts), ...extras };
  const text = beat.by === "customer"
    ? customerText(random, { tone, language: script.language, facts, reply: true }, body)
    : agentText(random, { to: customer, language: script.language, facts }, body);
  return { author: beat.by === "customer" ? "customer" : assignee?.key ?? "", kind: "public", at, text, ...extras };
};

/** As mail programs do: the customer's reply carries the agent's last message below it. */
const withQuote = (message: SampleMessage, earlier: readonly SampleMessage[], language: Language): SampleMessage => {
  const answered = earlier.findLast(({ kind, author }) => kind === "public" && author !== "customer");
  if (message.author !== "customer" || !answered) return message;
  const head = language === "de" ? "Nordlicht Versand schrieb:" : "Nordlicht Versand wrote:";
  const quote = answered.text.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
  return { ...message, text: `${message.text}\n\n${head}\n${quote}` };
};

/** How many turns happen: old tickets end, a part of the recent ones is still under way; unassigned ones have not begun. */
const turnsPlayed = (random: Random, { script, assignee, start, now }: Conversation): number => {
  if (!assignee) return 0;
  const recent = now.getTime() - start.getTime() < 18 * DAY;
  return recent && random.chance(0.4) ? random.whole(0, script.beats.length - 1) : script.beats.length;
};

const withChaser = (random: Random, beats: readonly Beat[], talk: Conversation): readonly Beat[] => {
  if (talk.channel === "phone" || talk.script.priority === "low" || !random.chance(talk.assignee ? 0.1 : 0.25)) return beats;
  return [{ by: "customer", says: [CHASERS[talk.script.language]] }, ...beats];
};

/** One to eight messages in order of time, none after `now`; `finished` says that the script came to its end. */
export const playThread = (random: Random, talk: Conversation): { messages: SampleMessage[]; finished: boolean } => {
  const planned = withChaser(random, talk.script.beats.slice(0, turnsPlayed(random, talk)), talk);
  const messages = [opening(random, talk)];
  for (const beat of planned) {
    const at = nextMoment(random, messages.at(-1)?.at ?? talk.start, beat.by);
    if (at > talk.now) break;
    const message = turn(random, talk, beat, at);
    messages.push(talk.channel === "mail" && random.chance(0.2) ? withQuote(message, messages, talk.script.language) : message);
  }
  return { messages, finished: messages.length > talk.script.beats.length };
};

/** Closed when the conversation is over for half a day; else it is the turn of whoever did not write last. */
export const statusOf = (messages: readonly SampleMessage[], finished: boolean, now: Date): SampleTicket["status"] => {
  const last = messages.at(-1);
  if (finished && last && now.getTime() - last.at.getTime() > DAY / 2) return "closed";
  const lastPublic = messages.findLast((message) => message.kind === "public");
  return !lastPublic || lastPublic.author === "customer" ? "open" : "waiting";
};
