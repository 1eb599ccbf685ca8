import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { Column } from "typeorm";
import type { Category } from "./categories";

/**
 * A personal value as everybody but the kernel holds it: ciphertext. Printing it in any way gives "[sealed]".
 *
 * Layout: format (1 byte, 0x01) · nonce (12) · ciphertext · tag (16), AES-256-GCM under the data key of one person.
 * Additional data is the format, the place ("table.column") and the person, so that a ciphertext copied to
 * another column or another person does not open. The format comes first so that it can change.
 */
const FORMAT = 0x01;
const NONCE = 12;
const TAG = 16;
const PRINTED = "[sealed]";

/** Where a sealed value stands: "table.column". */
export type Place = `${string}.${string}`;

const bytesOf = new WeakMap<Sealed, Buffer>();

export class Sealed {
  constructor(readonly place: Place, bytes: Buffer) { bytesOf.set(this, bytes); }
  toString(): string { return PRINTED; }
  toJSON(): string { return PRINTED; }
  valueOf(): string { return PRINTED; }
  get [Symbol.toStringTag](): string { return PRINTED; }
  [Symbol.toPrimitive](): string { return PRINTED; }
  [inspect.custom](): string { return PRINTED; }
  /** The bytes for the database driver; still ciphertext. */
  toPostgres(): Buffer { return bytesOf.get(this)!; }
}

/** Wraps bytes that a raw query has read. */
export function sealedAt(place: Place, bytes: Buffer): Sealed;
export function sealedAt(place: Place, bytes: Buffer | null): Sealed | null;
export function sealedAt(place: Place, bytes: Buffer | null): Sealed | null { return bytes ? new Sealed(place, bytes) : null; }

const additionalData = (place: Place, subject: string): Buffer => Buffer.from(`\x01${place}\x00${subject}`);

/** Encrypts bytes for one person and one place. Kernel-internal: callers use `seal` of keys/. */
export const encrypt = (key: Buffer, place: Place, subject: string, clear: Buffer): Buffer => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(additionalData(place, subject));
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
};

/** Decrypts; throws when key, person, place or a single bit is not the one it was sealed with. Kernel-internal. */
export const decrypt = (key: Buffer, place: Place, subject: string, bytes: Buffer): Buffer => {
  if (bytes.length < 1 + NONCE + TAG || bytes[0] !== FORMAT) throw new Error("This sealed value has an unknown format.");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + NONCE));
  decipher.setAAD(additionalData(place, subject));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE, bytes.length - TAG)), decipher.final()]);
};

/** What a sealed column holds: a category, or "perRow" where the row names its category itself. */
export type ColumnCategory = Category | "perRow" | "staff";
export interface SealedColumnEntry { readonly place: Place; readonly category: ColumnCategory; readonly target: object; readonly property: string }
const columns: SealedColumnEntry[] = [];

/** Every sealed column there is; holders and the leak suite are checked against it. */
export const sealedColumns = (): readonly SealedColumnEntry[] => columns;

/** Declares a personal column of an entity: `@SealedColumn("customers.name", "name") name!: Sealed`. */
export const SealedColumn = (place: Place, category: ColumnCategory, options: { nullable?: boolean } = {}): PropertyDecorator =>
  (target, property) => {
    columns.push({ place, category, target: target.constructor, property: String(property) });
    Column({
      type: "bytea", name: place.split(".")[1], nullable: options.nullable ?? false,
      transformer: {
        from: (bytes: Buffer | null) => sealedAt(place, bytes),
        to: (value: Sealed | null | undefined) => (value === undefined ? undefined : value === null ? null : value.toPostgres()),
      },
    })(target, property);
  };
