import { checkProfiles, missing, reached, satisfied, type Item, type Profiles } from "../../../src/helpdesk/verification/profile";
import { placeOf } from "../../../src/privacy/blind-index";

const set = (...items: Item[]): Set<Item> => new Set(items);
const PROFILES: Profiles = {
  P1: { all: ["name"], choice: ["customerNumber", "email"], atLeast: 1, proof: ["code"], minutes: 30 },
  P2: { all: ["name"], choice: ["customerNumber", "birthDate", "postalAddress"], atLeast: 2, proof: ["code"], minutes: 30 },
  P3: { all: ["name", "customerNumber"], choice: ["postalAddress", "bankDetails", "phone"], atLeast: 2, proof: ["code"], minutes: 30 },
};
const wrongAt = (change: (profiles: Profiles) => void): string[] => {
  const changed = structuredClone(PROFILES);
  change(changed);
  try { checkProfiles(changed); return []; } catch (error) { return Object.entries((error as { fields: Record<string, string> }).fields).map(([field, key]) => `${field} ${key}`); }
};

describe("profiles", () => {
  it("are refused where name and date of birth would suffice, however that is written", () => {
    expect(wrongAt(({ P2 }) => Object.assign(P2, { all: ["name", "birthDate"], choice: [], atLeast: 0 }))).toEqual(["P2 form.profileTooWeak"]);
    expect(wrongAt(({ P2 }) => Object.assign(P2, { all: [], choice: ["name", "birthDate", "email"], atLeast: 2 }))).toEqual(["P2 form.profileTooWeak"]);
    expect(wrongAt(({ P2 }) => Object.assign(P2, { proof: ["birthDate"] }))).toEqual(["P2 form.profileTooWeak"]);
    expect(wrongAt(({ P1 }) => Object.assign(P1, { all: ["name"], choice: [], atLeast: 0 }))).toEqual(["P1 form.profileTooWeak"]);
  });

  it("are refused where they ask for nothing, for more than there is, or for less than the one below", () => {
    expect(wrongAt(({ P1 }) => Object.assign(P1, { all: [], choice: [], atLeast: 0, proof: [] }))).toEqual(["P1 form.profileTooWeak"]);
    expect(wrongAt(({ P3 }) => Object.assign(P3, { atLeast: 4 }))).toEqual(["P3 form.profileImpossible"]);
    expect(wrongAt(({ P3 }) => Object.assign(P3, { all: ["customerNumber"], choice: [], atLeast: 0 }))).toEqual(["P3 form.profileOrder"]);
    expect(wrongAt((profiles) => Object.assign(profiles, { P2: undefined }))).toEqual(["profiles form.profileIncomplete"]);
    expect(wrongAt(({ P1 }) => Object.assign(P1, { all: ["shoeSize"] }))).toEqual(["profiles form.profileIncomplete"]);
    expect(wrongAt(({ P1 }) => Object.assign(P1, { minutes: 100_000 }))).toEqual(["profiles form.profileIncomplete"]);
    expect(wrongAt(() => undefined)).toEqual([]);
  });

  it("are reached by what matches, the highest first", () => {
    expect(reached(PROFILES, set("name"))).toBeNull();
    expect(reached(PROFILES, set("name", "birthDate"))).toBeNull();
    expect(reached(PROFILES, set("name", "email"))).toBe("P1");
    expect(reached(PROFILES, set("name", "customerNumber", "postalAddress"))).toBe("P2");
    expect(reached(PROFILES, set("name", "customerNumber", "postalAddress", "phone"))).toBe("P3");
    expect(satisfied(PROFILES.P2, set("name", "code"))).toBe(true);
    expect(satisfied(PROFILES.P2, set("code"))).toBe(false);
    expect(missing(PROFILES.P3, set("name", "phone"))).toEqual({ all: ["customerNumber"], count: 1, of: ["postalAddress", "bankDetails"] });
  });
});

describe("the place of an address", () => {
  it.each([
    ["Hauptstraße 5\n10115 Berlin\nDeutschland", "Hauptstr. 5, 10115"], ["Lange Gasse 12a, D-10115 Berlin", "lange gasse 12 A 10115 berlin"], ["Ring 3\n1010 Wien", "RING 3; 1010 Wien"],
  ])("is the same in %j and %j", (stored, said) => {
    expect(placeOf(stored)).not.toBeNull();
    expect(placeOf(said)?.replace(/(\d) a/, "$1a")).toBe(placeOf(stored)?.replace(/(\d) a/, "$1a"));
  });

  it.each(["10115 Berlin", "Hauptstraße 5", "", "5", "Musterweg, Berlin"])("is none in %j", (text) => { expect(placeOf(text)).toBeNull(); });

  it("is not found by a town, a street or a postcode alone, nor by another number", () => {
    const stored = placeOf("Hauptstraße 5\n10115 Berlin");
    for (const said of ["Hauptstraße 6, 10115 Berlin", "Hauptstraße 5, 10117 Berlin", "Hauptstraße, 10115 Berlin"]) expect(placeOf(said)).not.toBe(stored);
  });
});
