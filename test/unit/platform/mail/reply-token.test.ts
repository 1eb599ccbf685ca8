import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { readReplyToken, replyAddress } from "../../../../src/platform/mail";

const key = Buffer.alloc(32, 7);
const now = new Date("2026-11-10T09:00:00Z");
const read = (address: string, at = now, with_ = key) => readReplyToken(address, with_, { now: at, maxAgeDays: 90 });
const ref = fc.stringMatching(/^[a-z0-9]{1,20}$/);

test("a reply finds its conversation, in any case", () => {
  fc.assert(fc.property(ref, fc.date({ min: new Date("2020-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }), (reference, issued) => {
    const address = replyAddress("support@example.com", reference, key, issued);
    expect(address).toMatch(/^support\+[a-z0-9]{19,38}@example\.com$/);
    expect(address.indexOf("@")).toBeLessThanOrEqual(64);
    expect(read(address, issued)).toEqual({ ref: reference });
    expect(read(address.toUpperCase(), issued)).toEqual({ ref: reference });
  }));
});

test("no single changed character passes", () => {
  fc.assert(fc.property(ref, fc.nat(), fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789"), (reference, place, char) => {
    const address = replyAddress("support@example.com", reference, key, now);
    const start = address.indexOf("+") + 1;
    const at = start + (place % (address.indexOf("@") - start));
    const changed = address.slice(0, at) + char + address.slice(at + 1);
    if (changed !== address) expect(read(changed)).toHaveProperty("rejected");
  }), { numRuns: 500 });
});

test("another key signs nothing for us", () => {
  expect(read(replyAddress("support@example.com", "t42", randomBytes(32), now))).toEqual({ rejected: "forged" });
});

test("nobody can move characters between reference and month", () => {
  const address = replyAddress("s@example.com", "abc", key, now);
  const token = address.slice(2, address.indexOf("@"));
  expect(read(`s+${token.slice(1)}@example.com`)).toEqual({ rejected: "forged" });
});

test("an ordinary address has no token", () => {
  for (const address of ["support@example.com", "support+de@example.com", "+@x", "", "@", "support+" + "a".repeat(200) + "@x"]) expect(read(address)).toEqual({ rejected: "absent" });
  fc.assert(fc.property(fc.string(), (text) => expect(read(text)).toHaveProperty("rejected")));
});

test("a base that already has a plus keeps it", () => {
  expect(read(replyAddress("support+de@example.com", "t42", key, now))).toEqual({ ref: "t42" });
});

test("age counts from the end of the month of issue", () => {
  const address = replyAddress("support@example.com", "t42", key, new Date("2026-08-02T00:00:00Z"));
  expect(read(address, new Date("2026-11-30T00:00:00Z"))).toEqual({ ref: "t42" });
  expect(read(address, new Date("2026-12-01T00:00:00Z"))).toEqual({ rejected: "expired" });
  expect(read(address, new Date("2026-07-31T00:00:00Z"))).toEqual({ rejected: "forged" });
});

test("references, bases and keys that cannot work are refused without repeating them", () => {
  expect(() => replyAddress("support@example.com", "T-42", key, now)).toThrow(RangeError);
  expect(() => replyAddress("nobody", "t42", key, now)).toThrow(RangeError);
  expect(() => replyAddress(`${"l".repeat(60)}@example.com`, "t42", key, now)).toThrow("too long");
  expect(() => replyAddress("support@example.com", "t42", Buffer.alloc(4), now)).toThrow("key");
});
