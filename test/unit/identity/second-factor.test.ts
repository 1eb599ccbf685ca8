import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { linkIdOf, linkToken } from "../../../src/identity/links/link-token";
import { LINK_KINDS, OneTimeLink } from "../../../src/identity/links/one-time-link";
import { recoveryCodesFor, recoveryHash } from "../../../src/identity/second-factor/recovery-codes";
import { codeOf, newSecret, otpAuthUri, stepOf } from "../../../src/identity/second-factor/totp";

/** "12345678901234567890" of RFC 6238, appendix B, in base32. */
const RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

describe("a time-based code", () => {
  test.each([[59, "287082"], [1111111109, "081804"], [1234567890, "005924"], [2000000000, "279037"]])("at second %i is the one of RFC 6238", (seconds, code) => {
    expect(stepOf(RFC, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
  });
  test("is right one step early and one late, and no further", () => {
    const at = (seconds: number) => stepOf(RFC, "005924", new Date((1234567890 + seconds) * 1000));
    expect([at(-30), at(0), at(29), at(30)].every((step) => step === 41152263)).toBe(true);
    expect([at(-61), at(60)]).toEqual([null, null]);
  });
  test("is six digits, however they are spaced", () => {
    expect(codeOf(" 123 456 ")).toBe("123456");
    for (const typed of ["12345", "1234567", "12345a", "", "１２３４５６"]) expect(codeOf(typed)).toBeNull();
  });
  test("comes from a secret of 160 bits, offered as a QR code's address", () => {
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(new URL(otpAuthUri(RFC, "jana@nordlicht.example", "Nordlicht & Co")).searchParams.get("secret")).toBe(RFC);
  });
});

describe("recovery codes", () => {
  const [key, agent] = [randomBytes(32), randomUUID()];
  test("are ten different ones, bound to person, secret and installation", () => {
    const codes = recoveryCodesFor(key, agent, RFC);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}$/);
    expect(recoveryCodesFor(key, agent, RFC)).toEqual(codes);
    for (const others of [recoveryCodesFor(randomBytes(32), agent, RFC), recoveryCodesFor(key, randomUUID(), RFC), recoveryCodesFor(key, agent, newSecret())]) {
      expect(others.some((code) => codes.includes(code))).toBe(false);
    }
  });
  test("are read as people type them", () => {
    const hash = recoveryHash(key, agent, "0123-4567-89ab");
    for (const typed of ["0123 4567 89AB", "o123456789ab", "oI23-4567-89ab", " 0123-4567-89ab "]) expect(recoveryHash(key, agent, typed)).toBe(hash);
    for (const typed of ["", "0123-4567-89a", "0123-4567-89abc", "uuuu-uuuu-uuuu"]) expect(recoveryHash(key, agent, typed)).toBeNull();
  });
});

describe("the token of a link", () => {
  const key = randomBytes(32);
  test("names its link, for its own kind and under its own key only", () => {
    fc.assert(fc.property(fc.uuid(), fc.constantFrom(...LINK_KINDS), (id, kind) => {
      const token = linkToken(key, kind, id);
      expect(token).toMatch(/^[\w-]{65}$/);
      for (const other of LINK_KINDS) expect(linkIdOf(key, other, token)).toBe(other === kind ? id : null);
      expect(linkIdOf(randomBytes(32), kind, token)).toBeNull();
    }));
  });
  test("a changed letter opens nothing", () => {
    const token = linkToken(key, "invitation", randomUUID());
    fc.assert(fc.property(fc.nat(62), (at) => {
      const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      expect(linkIdOf(key, "invitation", changed)).toBeNull();
    }));
    fc.assert(fc.property(fc.string(), (typed) => { expect(linkIdOf(key, "invitation", typed)).toBeNull(); }));
  });
  test("a link is used once and in time", () => {
    const now = new Date("2026-05-04T09:00:00Z");
    const link = Object.assign(new OneTimeLink(), { expiresAt: new Date(now.getTime() + 1), usedAt: null });
    expect(link.isOpen(new Date(now.getTime() + 1))).toBe(false);
    link.use(now);
    expect(() => link.use(now)).toThrow(expect.objectContaining({ status: 409 }));
  });
});
