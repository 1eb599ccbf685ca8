import fc from "fast-check";
import { LeafError, leafBytes, type AccessRow } from "../../../../src/privacy/access-log/leaf";

const row: AccessRow = {
  id: "0190f3c2-7b6a-7c3e-9d1f-2a4b6c8d0e1f", seq: "42", at: "2026-01-31T08:00:00.000Z", viewer: "v-7f3k", role: "agent", employer: "in-house",
  team: "t-1", contract: null, place: "office", action: "disclose", subjects: ["s-1", "s-2"], ticket: "t-9", forms: { name: "clear", email: "partial" },
  purpose: "support", reason: null, recipient: null, count: 2, decision: "7", session: "x", client: "web", detail: {},
};

const word = fc.string({ unit: "binary", maxLength: 6 });
const maybe = fc.option(word, { nil: null });
const entries = fc.dictionary(fc.oneof(word, fc.constantFrom("__proto__", "10", "9", "constructor")), word, { maxKeys: 5 });
const anyRow: fc.Arbitrary<AccessRow> = fc.record({
  id: fc.uuid(), seq: fc.nat().map(String), at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
  viewer: word, role: word, employer: word, team: maybe, contract: maybe, place: word, action: word, subjects: fc.array(word, { maxLength: 4 }), ticket: maybe,
  forms: entries, purpose: word, reason: maybe, recipient: maybe, count: fc.nat(), decision: word, session: maybe, client: word, detail: entries,
});
const shuffled = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;

test("the encoding is fixed", () => {
  expect(leafBytes(row).toString()).toBe(
    '{"v":1,"id":"0190f3c2-7b6a-7c3e-9d1f-2a4b6c8d0e1f","seq":"42","at":"2026-01-31T08:00:00.000Z","viewer":"v-7f3k","role":"agent",' +
    '"employer":"in-house","team":"t-1","contract":null,"place":"office","action":"disclose","subjects":["s-1","s-2"],"ticket":"t-9",' +
    '"forms":{"email":"partial","name":"clear"},"purpose":"support","reason":null,"recipient":null,"count":2,"decision":"7","session":"x",' +
    '"client":"web","detail":{}}');
});

test("the order of keys does not matter", () => {
  fc.assert(fc.property(anyRow, (one) => {
    const other = shuffled({ ...one, forms: shuffled(one.forms), detail: shuffled(one.detail) });
    expect(leafBytes(other)).toEqual(leafBytes(one));
  }));
});

test("the row can be read back from its leaf, so different rows have different leaves", () => {
  fc.assert(fc.property(anyRow, (one) => {
    const { v, ...read } = JSON.parse(leafBytes(one).toString());
    expect(v).toBe(1);
    expect(Object.entries(read.forms).sort()).toEqual(Object.entries(one.forms).sort());
    expect({ ...read, forms: {}, detail: {} }).toEqual({ ...one, forms: {}, detail: {} });
    expect(Object.entries(read.detail).sort()).toEqual(Object.entries(one.detail).sort());
  }));
});

test("any changed field changes the bytes", () => {
  fc.assert(fc.property(anyRow, anyRow, fc.constantFrom(...(Object.keys(row) as (keyof AccessRow)[])), (one, other, field) => {
    const changed = { ...one, [field]: other[field] };
    const same = JSON.stringify(one[field]) === JSON.stringify(other[field]);
    fc.pre(!same && field !== "forms" && field !== "detail");
    expect(leafBytes(changed)).not.toEqual(leafBytes(one));
  }));
  expect(leafBytes({ ...row, forms: { name: "clear" } })).not.toEqual(leafBytes(row));
  expect(leafBytes({ ...row, detail: { a: "" } })).not.toEqual(leafBytes(row));
  expect(leafBytes({ ...row, subjects: ["s-2", "s-1"] })).not.toEqual(leafBytes(row));
});

test.each([
  ["id", "not a uuid"], ["id", row.id.toUpperCase()], ["seq", "007"], ["seq", "-1"], ["at", "2026-01-31T08:00:00Z"], ["at", "yesterday"],
  ["viewer", null], ["viewer", undefined], ["ticket", undefined], ["ticket", 7], ["subjects", "s-1"], ["subjects", [null]], ["subjects", [, "a"]],
  ["forms", null], ["forms", []], ["forms", { name: 1 }], ["detail", "x"], ["count", -1], ["count", 1.5], ["count", NaN], ["count", "2"],
])("the field %s must not be %p", (field, value) => {
  expect(() => leafBytes({ ...row, [field]: value } as AccessRow)).toThrow(LeafError);
  expect(() => leafBytes({ ...row, [field]: value } as AccessRow)).toThrow(field);
});

test("a field that the leaf does not cover is refused, without naming what it holds", () => {
  expect(() => leafBytes({ ...row, mood: "secret" } as AccessRow)).toThrow("1 field(s)");
  expect(() => leafBytes({ ...row, toString: "secret" } as unknown as AccessRow)).toThrow(LeafError);
});
