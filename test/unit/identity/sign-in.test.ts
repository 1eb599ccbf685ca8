import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { waitAfter } from "../../../src/identity/attempts";
import { clientLabel } from "../../../src/identity/sign-in/client-label";
import { cookieOf, knownDevice, rememberDevice } from "../../../src/identity/sign-in/known-device";
import { networkOf } from "../../../src/identity/sign-in/network";
import { countryOf, countryOptions, isCountry, placeProblem } from "../../../src/identity/sign-in/places";
import { localPath } from "../../../src/identity/sign-in/return-path";

const now = new Date("2026-05-04T09:00:00Z");

describe("the path to return to", () => {
  test.each([["/tickets/42?view=mine#note", "/tickets/42?view=mine#note"], ["/", "/"], ["/a//b", "/a//b"], ["/tickets/../account", "/account"], ["/größe", "/gr%C3%B6%C3%9Fe"]])("%s leads to %s", (typed, path) => { expect(localPath(typed)).toBe(path); });
  test.each(["//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", "/\n/evil.example", "https://evil.example", "javascript:alert(1)", "evil.example", "", " /x", "/..//evil.example", "/.//evil.example", undefined, ["/x"], { a: 1 }, 7, `/${"x".repeat(3000)}`])("%p leads home", (typed) => { expect(localPath(typed)).toBe("/"); });
  test("whatever is typed, a browser stays here", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string().map((text) => `/${text}`), fc.array(fc.constantFrom("/", "\\", ".", "%2f", "@", "evil.example", "\t", ":")).map((parts) => parts.join(""))), (typed) => {
      expect(new URL(localPath(typed), "https://here.example/sign-in").origin).toBe("https://here.example");
    }), { numRuns: 500 });
  });
});

describe("the network of an address", () => {
  test.each([
    ["192.0.2.77", "192.0.2.0/24"], ["::ffff:192.0.2.77", "192.0.2.0/24"], ["2001:db8:1:2ff::1", "2001:db8:1:200::/56"], ["2001:db8:1:2ab:ffff::", "2001:db8:1:200::/56"],
    ["::1", "0:0:0:0::/56"], ["fe80::1%eth0", "fe80:0:0:0::/56"], ["64:ff9b::192.0.2.33", "64:ff9b:0:0::/56"], [undefined, "unknown"], ["nonsense", "unknown"], ["999.1.1.1", "unknown"],
  ])("of %p is %s", (address, network) => { expect(networkOf(address)).toBe(network); });
  test("an IPv6 address is in the network of its first 56 bits, however it is written", () => {
    fc.assert(fc.property(fc.ipV6(), (address) => { expect(networkOf(address)).toMatch(/^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}::\/56$|^\d+\.\d+\.\d+\.0\/24$/); }));
  });
});

describe("waiting", () => {
  test("begins after the patience is over and never grows beyond a minute", () => {
    expect([0, 9, 10, 11, 12, 15, 16, 17, 10_000].map((failures) => waitAfter(failures, 10))).toEqual([0, 0, 1, 2, 4, 32, 60, 60, 60]);
  });
});

describe("a known device", () => {
  const [key, account, other] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  test("is known for its account, until it expires", () => {
    const cookie = rememberDevice(key, undefined, account, now);
    expect(cookie).toMatch(/^[\w.~-]+$/);
    expect(knownDevice(key, cookie, account, now)).toMatch(/^[\w-]{8}$/);
    expect(knownDevice(key, cookie, other, now)).toBeNull();
    expect(knownDevice(randomBytes(32), cookie, account, now)).toBeNull();
    expect(knownDevice(key, cookie, account, new Date(now.getTime() + 181 * 86_400_000))).toBeNull();
  });
  test("several people share it, and the oldest is forgotten", () => {
    const accounts = Array.from({ length: 8 }, () => randomBytes(32));
    const cookie = accounts.reduce<string | undefined>((before, one) => rememberDevice(key, before, one, now), undefined);
    expect(accounts.map((one) => knownDevice(key, cookie, one, now) !== null)).toEqual([false, false, true, true, true, true, true, true]);
    const again = rememberDevice(key, cookie, accounts[5]!, now);
    expect(again.split(".")).toHaveLength(6);
  });
  test("nothing that was not made here is known", () => {
    fc.assert(fc.property(fc.string(), (cookie) => { expect(knownDevice(key, cookie, account, now)).toBeNull(); }));
    const cookie = rememberDevice(key, undefined, account, now);
    const longer = cookie.replace(/~[0-9a-z]+~/, "~zzzzzz~");
    expect(knownDevice(key, longer, account, now)).toBeNull();
  });
  test("one cookie is read among others", () => {
    expect(cookieOf("a=1; diskret.device=abc; b=2", "diskret.device")).toBe("abc");
    expect(cookieOf("xdiskret.device=abc", "diskret.device")).toBeUndefined();
    expect(cookieOf(undefined, "diskret.device")).toBeUndefined();
  });
});

describe("the label of a client", () => {
  test.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge on Windows"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iOS"],
    ["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome on Android"],
    [undefined, "Unknown"], ["<script>alert(1)</script>", "Unknown"], ["curl/8.0", "Unknown"],
  ])("of %p is %s", (agent, label) => { expect(clientLabel(agent)).toBe(label); });
});

describe("the declared place of work", () => {
  test("names its country where it is abroad, and does not contradict itself", () => {
    expect(placeProblem("office", "")).toBeNull();
    expect(placeProblem("mobileEea", "")).toBe("identity.place.countryMissing");
    expect(placeProblem("abroadEea", "FR")).toBeNull();
    expect(placeProblem("abroadEea", "CH")).toBe("identity.place.contradiction");
    expect(placeProblem("abroadAdequate", "CH")).toBeNull();
    expect(placeProblem("abroadAdequate", "US")).toBe("identity.place.contradiction");
    expect(placeProblem("thirdCountry", "US")).toBeNull();
    expect(placeProblem("thirdCountry", "DE")).toBe("identity.place.contradiction");
    expect(placeProblem("office", "QQ")).toBe("form.choice");
  });
  test("undeclared stays unknown, whatever was typed", () => {
    expect(countryOf("undeclared", "DE", "DE")).toBe("unknown");
    expect(countryOf("home", "", "PT")).toBe("PT");
  });
  test("every country is offered once, by name", () => {
    for (const locale of ["de", "en"] as const) {
      const options = countryOptions(locale);
      expect(options.length).toBeGreaterThan(200);
      expect(options.every(({ value }) => isCountry(value))).toBe(true);
      expect(new Set(options.map(({ label }) => label)).size).toBe(options.length);
    }
    expect(countryOptions("de").find(({ value }) => value === "AT")?.label).toBe("Österreich");
  });
});
