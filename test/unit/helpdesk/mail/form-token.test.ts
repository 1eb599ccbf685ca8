import fc from "fast-check";
import { issueFormToken, LONGEST_FILL_MS, numberOfReceipt, readFormToken, receiptOf, SHORTEST_FILL_MS } from "../../../../src/helpdesk/contact-form/form-token";
import { networkPrefix } from "../../../../src/helpdesk/contact-form/network-limit";

const key = Buffer.alloc(32, 1);
const now = new Date("2026-05-03T10:00:00Z");
const later = (ms: number): Date => new Date(now.getTime() + ms);

describe("the mark of a form page", () => {
  it("holds from three seconds to twelve hours after it was made", () => {
    const token = issueFormToken(key, now);
    expect([-60_000, 0, SHORTEST_FILL_MS - 1, SHORTEST_FILL_MS, LONGEST_FILL_MS, LONGEST_FILL_MS + 1].map((ms) => readFormToken(key, token, later(ms)).state))
      .toEqual(["tooFast", "tooFast", "tooFast", "ready", "ready", "expired"]);
  });

  it("is used once: two pages never share a number", () => {
    const nonces = Array.from({ length: 100 }, () => readFormToken(key, issueFormToken(key, now), later(60_000))).map((token) => ("nonce" in token ? token.nonce : ""));
    expect(new Set(nonces).size).toBe(100);
  });

  it("is nobody else's to make: any other text is forged, and so is one with a character changed", () => {
    fc.assert(fc.property(fc.string({ maxLength: 120 }), (text) => { expect(readFormToken(key, text, later(60_000)).state).toBe("forged"); }));
    const token = issueFormToken(key, now);
    fc.assert(fc.property(fc.nat(token.length - 1), fc.constantFrom(..."abzAZ09-_."), (at, character) => {
      fc.pre(token[at] !== character);
      expect(readFormToken(key, token.slice(0, at) + character + token.slice(at + 1), later(60_000)).state).toBe("forged");
    }));
    expect(readFormToken(Buffer.alloc(32, 2), token, later(60_000)).state).toBe("forged");
  });

  it("and the receipt do not stand for each other", () => {
    expect(numberOfReceipt(key, receiptOf(key, "1234"))).toBe("1234");
    expect(numberOfReceipt(key, receiptOf(key, "1234").replace("1234", "1235"))).toBeNull();
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => { expect(numberOfReceipt(key, text)).toBeNull(); }));
  });
});

describe("the network that is counted", () => {
  it.each([
    ["192.0.2.7", "192.0.2"], ["::ffff:192.0.2.200", "192.0.2"], ["2001:db8:1:2345::1", "2001:0db8:0001:23"], ["2001:db8:1:23ff:9:8:7:6", "2001:0db8:0001:23"],
    ["2001:db8::1", "2001:0db8:0000:00"], ["::1", "0000:0000:0000:00"], ["fe80::1%eth0", "fe80:0000:0000:00"], ["nonsense", "unknown"],
  ])("of %s is %s", (address, network) => { expect(networkPrefix(address)).toBe(network); });

  it("never fails, whatever the address is", () => {
    fc.assert(fc.property(fc.oneof(fc.ipV6(), fc.ipV4(), fc.string()), (address) => { expect(networkPrefix(address)).toMatch(/./); }));
    expect(networkPrefix(undefined)).toBe("unknown");
  });
});
