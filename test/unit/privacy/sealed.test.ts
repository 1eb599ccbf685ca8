import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { decrypt, encrypt, Sealed, type Place } from "../../../src/privacy/sealed";
import { masterKeysOf } from "../../../src/privacy/keys/master-key";

const PLACE: Place = "customers.name";
const PERSON = "0d9c1a52-5b1f-4a57-9d5e-1d8f3b1c2a11";
const key = Buffer.alloc(32, 3);
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

describe("a sealed value", () => {
  it("opens with its own key, person and place", () => {
    fc.assert(fc.property(bytes, (clear) => { expect(decrypt(key, PLACE, PERSON, encrypt(key, PLACE, PERSON, clear))).toEqual(clear); }));
  });

  it("does not open with another key, person, table or column", () => {
    fc.assert(fc.property(bytes, fc.uuid(), fc.constantFrom<Place>("customers.position", "tickets.name", "customer_values.value"), (clear, other, elsewhere) => {
      const sealed = encrypt(key, PLACE, PERSON, clear);
      expect(() => decrypt(randomBytes(32), PLACE, PERSON, sealed)).toThrow();
      if (other !== PERSON) expect(() => decrypt(key, PLACE, other, sealed)).toThrow();
      expect(() => decrypt(key, elsewhere, PERSON, sealed)).toThrow();
    }));
  });

  it("does not open after any change of a single bit, or cut short", () => {
    const sealed = encrypt(key, PLACE, PERSON, Buffer.from("Erika Mustermann"));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decrypt(key, PLACE, PERSON, changed)).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1) expect(() => decrypt(key, PLACE, PERSON, sealed.subarray(0, length))).toThrow();
  });

  it("is different every time", () => {
    expect(encrypt(key, PLACE, PERSON, Buffer.from("x"))).not.toEqual(encrypt(key, PLACE, PERSON, Buffer.from("x")));
  });

  it("prints nothing, however it is printed", () => {
    const sealed = new Sealed(PLACE, encrypt(key, PLACE, PERSON, Buffer.from("Erika")));
    const printed = [String(sealed), JSON.stringify({ sealed }), inspect(sealed), inspect({ deep: { sealed } }, { showHidden: true, depth: 9 }), `${sealed as unknown as string}`, Object.prototype.toString.call(sealed)];
    for (const text of printed) {
      expect(text).toContain("[sealed]");
      expect(text).not.toMatch(/Erika|Buffer|01[0-9a-f ]{20}/);
    }
    expect(Object.keys(sealed)).toEqual(["place"]);
  });
});

describe("a wrapped key", () => {
  it("opens with the master key of its id only, and not after any change", () => {
    const [first, second] = [masterKeysOf([Buffer.alloc(32, 1)]), masterKeysOf([Buffer.alloc(32, 2)])];
    const { wrapped, masterKeyId } = first.wrap(key);
    expect(first.unwrap(wrapped, masterKeyId)).toEqual(key);
    expect(() => second.unwrap(wrapped, masterKeyId)).toThrow(/does not fit/);
    expect(() => second.unwrap(wrapped, second.current)).toThrow(/does not fit/);
    for (let bit = 0; bit < wrapped.length * 8; bit += 1) {
      const changed = Buffer.from(wrapped);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => first.unwrap(changed, masterKeyId)).toThrow(/does not fit/);
    }
  });
});
