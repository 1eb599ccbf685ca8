import fc from "fast-check";
import { CATEGORIES, FORMS, type Category, type Form } from "../../../../src/privacy/categories";
import { COLUMNS, DEFAULT_POLICY, type Policy } from "../../../../src/privacy/rules/policy";
import { SURFACES, type About, type DecisionContext } from "../../../../src/privacy/rules/rule";
import { PLACES, PURPOSES, ROLES, type ContractScope, type Reveal, type Standing } from "../../../../src/privacy/viewer";

export const NOW = new Date("2026-11-21T10:00:00Z");
export const LATER = new Date("2026-11-21T10:05:00Z");
export const IN_HOUSE = { id: "in-house", name: "Nordlicht Versand", kind: "inHouse" } as const;
export const CALL_CENTRE = { id: "call-centre", name: "Callcenter", kind: "processor" } as const;

/** An in-house agent in the office with every paper. */
export const standing = (facts: Partial<Standing> = {}): Standing => ({
  role: "agent", employer: IN_HOUSE, acknowledged: true, training: "valid", place: "office", country: "DE",
  homeAgreement: { countries: ["DE"] }, contracts: [], queues: ["orders"], reveals: [], ...facts,
});

const ALL_CLEAR = Object.fromEntries(CATEGORIES.map((category) => [category, "clear"])) as Record<Category, Form>;
/** A contract for one queue that permits everything there. */
export const contract = (facts: Partial<ContractScope> = {}): ContractScope => ({ reference: "AVV-1", queues: ["orders"], purposes: [...PURPOSES], forms: ALL_CLEAR, countries: ["DE"], homeOfficeAllowed: true, ...facts });
/** An agent of a processor whose contract covers all there is. */
export const outsourced = (facts: Partial<Standing> = {}): Standing => standing({
  employer: CALL_CENTRE,
  contracts: [contract()], ...facts,
});

export const about = (facts: Partial<About> = {}): About => ({ ticket: "ticket-1", number: "1001", queue: "orders", routedTo: IN_HOUSE.id, assignee: "me", closed: false, ...facts });
export const context = (facts: Partial<DecisionContext> = {}): DecisionContext => ({
  viewerId: "me", purpose: "order", surface: "ticket", about: about(), subject: "person-1", restricted: false, policy: DEFAULT_POLICY, now: NOW, ...facts,
});
export const reveal = (category: Category, facts: Partial<Reveal> = {}): Reveal => ({ ticket: "ticket-1", subject: "person-1", category, until: LATER, ...facts });

const few = <T>(values: readonly T[]) => fc.subarray([...values]);
const form = fc.constantFrom(...FORMS);
const forms = fc.record(Object.fromEntries(CATEGORIES.map((category) => [category, form])) as Record<Category, fc.Arbitrary<Form>>);
const queue = fc.constantFrom("orders", "returns");

export const anyCategory = fc.constantFrom(...CATEGORIES);
export const anyPolicy: fc.Arbitrary<Policy> = fc.oneof(fc.constant(DEFAULT_POLICY),
  fc.record(Object.fromEntries(COLUMNS.map((column) => [column, forms])) as Record<(typeof COLUMNS)[number], typeof forms>).map((matrix) => ({ version: 2, matrix })));
export const anyReveal: fc.Arbitrary<Reveal> = fc.record({ ticket: fc.constantFrom("ticket-1", "ticket-2"), subject: fc.constantFrom("person-1", "person-2"), category: anyCategory, until: fc.constantFrom(NOW, LATER) });
const randomStanding: fc.Arbitrary<Standing> = fc.record({
  role: fc.constantFrom(...ROLES), employer: fc.constantFrom(IN_HOUSE, CALL_CENTRE), acknowledged: fc.boolean(), training: fc.constantFrom("valid", "overdue", "missing"),
  place: fc.constantFrom(...PLACES), country: fc.constantFrom("DE", "AT", "US", "unknown"), homeAgreement: fc.option(fc.record({ countries: few(["DE", "AT", "US"]) })),
  contracts: fc.array(fc.record({
    reference: fc.constant("AVV-1"), queues: few(["orders", "returns"]), purposes: few(PURPOSES), forms: fc.oneof(fc.constant(ALL_CLEAR), forms), countries: few(["DE", "AT"]), homeOfficeAllowed: fc.boolean(),
  }), { maxLength: 3 }),
  queues: few(["orders", "returns"]), reveals: fc.array(anyReveal, { maxLength: 3 }),
});
const randomContext: fc.Arbitrary<DecisionContext> = fc.record({
  viewerId: fc.constant("me"), purpose: fc.constantFrom(...PURPOSES), surface: fc.constantFrom(...SURFACES), subject: fc.constant("person-1"), restricted: fc.boolean(), policy: anyPolicy, now: fc.constant(NOW),
  about: fc.option(fc.record({ ticket: fc.constantFrom("ticket-1", "ticket-2"), number: fc.constant("1001"), queue, routedTo: fc.constantFrom(IN_HOUSE.id, CALL_CENTRE.id), assignee: fc.constantFrom(null, "me", "other"), closed: fc.boolean() })),
});

/** Half of them see something: where nearly everything is hidden, a property about less holds for nothing. */
export const anyStanding: fc.Arbitrary<Standing> = fc.oneof(randomStanding, fc.constantFrom(
  standing(), outsourced(), standing({ role: "privacyOfficer" }), standing({ place: "home" }), outsourced({ place: "home" }), standing({ reveals: [reveal("bankDetails"), reveal("special")] })));
export const anyContext: fc.Arbitrary<DecisionContext> = fc.oneof(randomContext, fc.constantFrom(
  context(), context({ purpose: "invoicing" }), context({ surface: "list" }), context({ about: about({ routedTo: CALL_CENTRE.id }) }), context({ about: about({ routedTo: CALL_CENTRE.id, assignee: "other" }) })));
