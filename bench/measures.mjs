/** What is asked of the server, how a right answer looks, and what it is measured against. */
import { COMMON_WORDS, createRandom, emailOf, RARE_WORDS, replyOf, subjectOf } from "./texts.mjs";

/** Requests per second that the best of three well-known helpdesks reached on two cores, and how many times that we aim at. */
export const TARGETS = { list: [16, 10], ticket: [44, 10], common: [7, 10], rare: [33, 10], create: [24, 10], reply: [71, 3] };
/** The slowest that the 95th percentile should be, in milliseconds. */
export const LIMITS = { list: 200, ticket: 200, common: 150, rare: 150 };
/** The program's own limit is 20 look-ups a minute for each person. */
const LOOK_UPS_EACH = 18;

const rowsIn = (body) => body.split('class="ticket-row').length - 1;
const wrong = (what) => { throw new Error(what); };
const get = (path) => ({ method: "GET", path, form: null });
const post = (path, form) => ({ method: "POST", path, form });

/** Each measure: its words, a request from a random source, and a check that throws. `size` is how many tickets were seeded. */
export const measuresFor = ({ tickets, queues }) => {
  const number = (random) => 1001 + random.whole(0, tickets - 1);
  const full = Math.min(50, Math.floor(tickets / 20));
  const customers = Math.max(20, Math.round(tickets / 5));
  const listed = (least) => (status, body) => { if (status !== 200 || rowsIn(body) < least) wrong(`${status}, ${rowsIn(body)} rows`); };
  const lists = ["/tickets", "/tickets?view=all", "/tickets?view=closed", ...queues.map((queue) => `/tickets?view=inbox&queue=${queue}`)];
  return {
    list: { label: "ticket list (50 rows)", make: (random) => get(random.pick(lists)), check: listed(Math.min(50, Math.floor(tickets / 250))) },
    ticket: {
      label: "ticket page", make: (random) => ({ ...get(`/tickets/${number(random)}`) }),
      check: (status, body, { path }) => { if (status !== 200 || !body.includes(`#${path.split("/").at(-1)}</span>`) || body.split('id="message-').length < 5) wrong(`${status}, not the ticket`); },
    },
    common: { label: "search, common word", make: (random) => get(`/tickets?q=${random.pick(COMMON_WORDS)}`), check: listed(full) },
    rare: { label: "search, rare word", make: (random) => get(`/tickets?q=${encodeURIComponent(random.pick(RARE_WORDS))}`), check: listed(tickets >= 50_000 ? 1 : 0) },
    lookUp: {
      label: "look-up by e-mail", atMost: LOOK_UPS_EACH, make: (random) => post("/look-up", { category: "email", value: emailOf(random.whole(0, customers - 1)) }),
      check: (status, body) => { if (status !== 200 || !body.includes('<main')) wrong(String(status)); return body.includes('href="/tickets/'); }, mostly: 0.9,
    },
    create: {
      label: "create a ticket", make: (random) => post("/tickets", {
        name: "Neu Angelegt", email: random.chance(0.3) ? `neu.${Math.random().toString(36).slice(2)}@post.example` : emailOf(random.whole(0, customers - 1)), phone: "", subject: subjectOf(random),
        body: replyOf(random), queue: random.pick(queues), purpose: "support", priority: "normal", language: "de",
      }), check: (status, _body, _request, headers) => { if (status !== 303 || !/^\/tickets\/\d+\?notice=ticketOpened/.test(headers.location ?? "")) wrong(`${status} ${headers.location ?? ""}`); },
    },
    reply: {
      label: "reply", make: (random) => post(`/tickets/${number(random)}/messages`, { kind: "reply", body: replyOf(random), seen: "999999", then: "stay" }),
      check: (status, _body, _request, headers) => { if (status !== 303 || !/notice=replySent/.test(headers.location ?? "")) wrong(`${status} ${headers.location ?? ""}`); },
    },
  };
};

export const randomFor = (measure, connection) => createRandom([...measure].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), Math.floor(Math.random() * 1e6) + connection));
