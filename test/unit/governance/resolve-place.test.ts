import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { openCountryDatabase } from "../../../src/governance/place-of-work/country-database";
import { createSignals, type NetworkSignal } from "../../../src/governance/place-of-work/network-signal";
import { needsConfirmation, resolvePlace, type Resolution, type WorkPlace } from "../../../src/governance/place-of-work/resolve-place";
import { PLACES, type Place } from "../../../src/privacy";
import { ConfigError } from "../../../src/platform/config";
import { writeCountryDatabase } from "../../support/country-database";

const OFFICE: NetworkSignal = { network: "office", country: "unknown" };
const GATEWAY: NetworkSignal = { network: "vpn", country: "unknown" };
const elsewhere = (country = "unknown"): NetworkSignal => ({ network: "other", country });
const resolve = (place: Place, country: string, signal: NetworkSignal, proved = false): Resolution => resolvePlace({ place, country }, signal, { employerCountry: "DE", proved });

describe("a declared place", () => {
  test.each<[string, WorkPlace, NetworkSignal, Place, string, Resolution["result"]]>([
    ["office, in an office", { place: "office", country: "DE" }, OFFICE, "office", "DE", "accepted"],
    ["office, from elsewhere", { place: "office", country: "DE" }, elsewhere(), "home", "DE", "narrowed"],
    ["office, through a gateway", { place: "office", country: "DE" }, GATEWAY, "home", "DE", "narrowed"],
    ["home, in an office", { place: "home", country: "DE" }, OFFICE, "home", "DE", "accepted"],
    ["home, from a network of the same country", { place: "home", country: "DE" }, elsewhere("DE"), "home", "DE", "accepted"],
    ["home, from another country", { place: "home", country: "DE" }, elsewhere("AT"), "undeclared", "unknown", "contradiction"],
    ["office, from another country", { place: "office", country: "DE" }, elsewhere("US"), "undeclared", "unknown", "contradiction"],
    ["abroad where the network is", { place: "abroadEea", country: "AT" }, elsewhere("AT"), "abroadEea", "AT", "accepted"],
    ["a client's site", { place: "clientSite", country: "DE" }, elsewhere("DE"), "clientSite", "DE", "accepted"],
    ["a third country", { place: "thirdCountry", country: "IN" }, elsewhere("IN"), "thirdCountry", "IN", "accepted"],
    ["nothing", { place: "undeclared", country: "unknown" }, OFFICE, "undeclared", "unknown", "accepted"],
  ])("%s", (_what, { place, country }, signal, held, where, result) => { expect(resolve(place, country, signal)).toEqual({ place: held, country: where, result }); });

  test.each<[string, Place, string, string, Place, string]>([
    ["at home, network in the EEA", "home", "DE", "AT", "abroadEea", "AT"], ["at home, network in an adequate country", "home", "DE", "CH", "abroadAdequate", "CH"],
    ["at home, network in a third country", "home", "DE", "US", "thirdCountry", "US"], ["in a third country, network at home", "thirdCountry", "IN", "DE", "thirdCountry", "IN"],
    ["in the EEA, network in a third country", "abroadEea", "FR", "US", "thirdCountry", "US"], ["in the office, network abroad", "office", "DE", "FR", "abroadEea", "FR"],
  ])("that is contradicted and proved is the stricter of the two: %s", (_what, place, country, network, held, where) => {
    expect(resolve(place, country, elsewhere(network), true)).toMatchObject({ place: held, country: where });
  });

  test("never becomes more than was said, whatever the network says", () => {
    const strictness: Place[] = ["office", "clientSite", "home", "mobileEea", "abroadEea", "abroadAdequate", "thirdCountry", "undeclared"];
    const country = fc.constantFrom("DE", "AT", "CH", "US", "unknown");
    fc.assert(fc.property(fc.constantFrom(...PLACES), country, fc.record({ network: fc.constantFrom("office", "vpn", "other"), country }), fc.boolean(), (place, declared, signal, proved) => {
      const held = resolve(place, declared, signal as NetworkSignal, proved);
      expect(strictness.indexOf(held.place)).toBeGreaterThanOrEqual(strictness.indexOf(place));
      if (held.place === "office") expect(signal.network).toBe("office");
    }));
  });

  test("asks for confirmations wherever nobody else has prepared the room", () => {
    expect(PLACES.filter(needsConfirmation)).toEqual(["home", "mobileEea", "abroadEea", "abroadAdequate", "thirdCountry"]);
  });
});

describe("what a network says", () => {
  const asked: string[] = [];
  const signals = createSignals({ offices: ["10.20.0.0/16", "2001:db8:20::/48"], gateways: ["10.20.9.0/24"], key: Buffer.alloc(32, 1), countryOf: (address) => { asked.push(address); return "AT"; } });

  test.each<[string | undefined, NetworkSignal]>([
    ["10.20.1.1", OFFICE], ["::ffff:10.20.1.1", OFFICE], ["2001:db8:20::1", OFFICE], ["10.20.9.1", GATEWAY], ["::ffff:10.20.9.1", GATEWAY], ["198.51.100.1", elsewhere("AT")],
    [undefined, elsewhere()], ["", elsewhere()], ["10.20.1.1, 1.2.3.4", elsewhere()], ["0x0a140101", elsewhere()], ["10.20.1.1:443", elsewhere()],
  ])("%p", (address, signal) => { expect(signals.signalOf(address)).toEqual(signal); });

  test("the country of an office or a gateway is not asked for", () => {
    asked.length = 0;
    for (const address of ["10.20.1.1", "10.20.9.1", "nonsense"]) signals.signalOf(address);
    expect(asked).toEqual([]);
  });

  test("an office is one network, elsewhere each is its own, and no sign-in has the mark of another", () => {
    const mark = (signIn: string, address: string): string => signals.markOf(signIn, address).toString("hex");
    expect(mark("a", "10.20.1.1")).toBe(mark("a", "10.20.200.7"));
    expect(mark("a", "198.51.100.1")).toBe(mark("a", "::ffff:198.51.100.99"));
    expect(new Set([mark("a", "10.20.1.1"), mark("a", "10.20.9.1"), mark("a", "198.51.100.1"), mark("a", "198.51.101.1"), mark("b", "198.51.100.1")]).size).toBe(5);
  });
});

describe("the country database", () => {
  test.each(["nested", "flat"] as const)("names the country of a network, in the %s layout, and nothing else", (layout) => {
    const folder = mkdtempSync(path.join(tmpdir(), "diskret-countries-"));
    const file = path.join(folder, "countries.mmdb");
    writeCountryDatabase(file, { "203.0.113.0/24": "AT", "198.51.100.0/25": "CH", "192.0.2.0/24": "Nowhere" }, layout);
    const countryOf = openCountryDatabase(file);
    expect(["203.0.113.7", "198.51.100.1", "198.51.100.129", "192.0.2.1", "8.8.8.8", "2001:db8::1"].map(countryOf)).toEqual(["AT", "CH", "unknown", "unknown", "unknown", "unknown"]);
    rmSync(folder, { recursive: true });
  });
  test("that is not named knows no country", () => { expect(openCountryDatabase(undefined)("198.51.100.1")).toBe("unknown"); });
  test.each([["/nowhere/secret.mmdb", "cannot be read"], [__filename, "no database in MaxMind DB format"]])("that cannot be used stops the start and names the variable: %s", (file, why) => {
    const open = (): unknown => openCountryDatabase(file);
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(new RegExp(`COUNTRY_DATABASE: .*${why}`));
    expect(open).not.toThrow(/secret/);
  });
});
