import fc from "fast-check";
import { entryHash, GENESIS, type HashedEntry } from "../../../src/governance/evidence/entry";

const given: HashedEntry = {
  id: "0b9f1f0e-0000-4000-8000-000000000001", chain: "agent:a", position: 1, at: new Date("2026-05-03T12:00:00.123Z"), kind: "acknowledgement", fact: "acknowledged",
  agentId: "a", employerId: "e", objectId: "o", actor: "a", detail: { version: "3", language: "de" }, network: Buffer.from("n"), note: null, prevHash: GENESIS,
};

describe("the hash of an entry of evidence", () => {
  it("is fixed for ever: a change of this value would break every chain there is", () => {
    expect(entryHash(given).toString("hex")).toBe("2d03dcdc30d854f1c5bc37fa5d79265b80da6d7eba95860982d2d5fa27ed6347");
  });

  it("changes with every field", () => {
    const changes: Partial<HashedEntry>[] = [
      { id: "x" }, { chain: "agent:b" }, { position: 2 }, { at: new Date("2026-05-03T12:00:00.124Z") }, { kind: "training" }, { fact: "refused" }, { agentId: "b" }, { agentId: null }, { employerId: "f" }, { objectId: "p" }, { actor: "b" },
      { detail: { version: "4", language: "de" } }, { detail: { version: "3" } }, { detail: {} }, { network: Buffer.from("m") }, { network: null }, { note: Buffer.from("") }, { prevHash: Buffer.alloc(32, 1) },
    ];
    const hashes = new Set(changes.map((change) => entryHash({ ...given, ...change }).toString("hex")).concat(entryHash(given).toString("hex")));
    expect(hashes.size).toBe(changes.length + 1);
  });

  it("does not depend on the order in which a database returns the keys of the detail", () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.string()), (detail) => {
      const turned = Object.fromEntries(Object.entries(detail).reverse());
      expect(entryHash({ ...given, detail }).equals(entryHash({ ...given, detail: turned }))).toBe(true);
    }));
  });
});
