import fc from "fast-check";
import { addressOf, membersOf, networkOf, networkProblem } from "../../../src/platform/networks";

describe("the network of an address", () => {
  test.each([
    ["192.0.2.77", "192.0.2.0/24"], ["::ffff:192.0.2.77", "192.0.2.0/24"], ["::ffff:c000:24d", "192.0.2.0/24"], ["2001:db8:1:2ff::1", "2001:db8:1:200::/56"], ["2001:db8:1:2ab:ffff::", "2001:db8:1:200::/56"],
    ["::1", "0:0:0:0::/56"], ["fe80::1%eth0", "fe80:0:0:0::/56"], ["64:ff9b::192.0.2.33", "64:ff9b:0:0::/56"], [undefined, "unknown"], ["nonsense", "unknown"], ["999.1.1.1", "unknown"],
  ])("of %p is %s", (address, network) => { expect(networkOf(address)).toBe(network); });
  test("an IPv6 address is in the network of its first 56 bits, however it is written", () => {
    fc.assert(fc.property(fc.ipV6(), (address) => { expect(networkOf(address)).toMatch(/^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}::\/56$|^\d+\.\d+\.\d+\.0\/24$/); }));
  });
});

describe("a network in CIDR notation", () => {
  test.each(["10.0.0.0/8", "192.0.2.77", "192.0.2.77/32", "192.0.2.128/25", "2001:db8::/32", "::1", "::1/128", "fd00::/16", "2001:db8:8000::/33"])("%s is right", (entry) => { expect(networkProblem(entry)).toBeNull(); });
  test.each([
    ["", "no address"], ["office", "no address"], ["10.0.0.0/8/8", "no address"], ["10.0.0.0/x", "no address"], ["010.0.0.0/8", "no address"], ["fe80::1%eth0", "no address"], ["10.0.0.0/33", "longer"], ["::1/129", "longer"],
    ["0.0.0.0/0", "shorter"], ["10.0.0.0/7", "shorter"], ["::/0", "shorter"], ["10.0.0.1/8", "host inside"], ["192.0.2.130/25", "host inside"], ["2001:db8:4000::/33", "host inside"], ["::ffff:10.0.0.0/104", "as IPv6"],
  ])("%s is not: %s", (entry, why) => { expect(networkProblem(entry)).toContain(why); });
  test("holds its own addresses and no others, whichever way they are written", () => {
    const inside = membersOf(["10.20.0.0/16", "2001:db8::/32", "192.0.2.77"]);
    const at = (text: string): boolean => inside(addressOf(text)!);
    expect(["10.20.0.1", "10.20.255.255", "::ffff:10.20.3.4", "::ffff:a14:304", "2001:db8:ffff::1", "192.0.2.77"].map(at)).toEqual(Array(6).fill(true));
    expect(["10.21.0.0", "::ffff:10.21.0.0", "2001:db9::1", "192.0.2.78", "::1", "::10.20.0.1"].map(at)).toEqual(Array(6).fill(false));
  });
  test("without entries holds nobody", () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => { expect(membersOf([])(addressOf(text)!)).toBe(false); }));
  });
});
