import { writeFileSync } from "node:fs";

/** A field of the MaxMind DB format: control byte (type and size), then the value. Enough for what a country database holds. */
type Value = string | { readonly number: number; readonly bytes: 2 | 4 | 8 } | { readonly [name: string]: Value };
const control = (type: number, size: number): Buffer => (type > 7 ? Buffer.from([size, type - 7]) : Buffer.from([(type << 5) | size]));
const isNumber = (value: Value): value is { number: number; bytes: 2 | 4 | 8 } => typeof value === "object" && typeof (value as { number?: unknown }).number === "number";
const encode = (value: Value): Buffer => {
  if (typeof value === "string") return Buffer.concat([control(2, value.length), Buffer.from(value)]);
  if (isNumber(value)) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value.number));
    return Buffer.concat([control({ 2: 5, 4: 6, 8: 9 }[value.bytes], value.bytes), bytes.subarray(8 - value.bytes)]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([name, inner]) => [encode(name), encode(inner)])]);
};

/** Writes a country database for networks like "203.0.113.0/24"; `layout` is that of MaxMind or the flat one. */
export const writeCountryDatabase = (file: string, countries: Readonly<Record<string, string>>, layout: "nested" | "flat" = "nested"): void => {
  const EMPTY = -1;
  const nodes: [number, number][] = [[EMPTY, EMPTY]];
  const found: Buffer[] = [];
  for (const [network, code] of Object.entries(countries)) {
    const [address = "", length] = network.split("/");
    const bits = address.split(".").map((octet) => Number(octet).toString(2).padStart(8, "0")).join("").slice(0, Number(length));
    let at = 0;
    for (const bit of bits.slice(0, -1)) {
      const side = bit === "1" ? 1 : 0;
      if (nodes[at]![side] === EMPTY) { nodes.push([EMPTY, EMPTY]); nodes[at]![side] = nodes.length - 1; }
      at = nodes[at]![side];
    }
    nodes[at]![bits.at(-1) === "1" ? 1 : 0] = -2 - found.reduce((sum, one) => sum + one.length, 0);
    found.push(encode(layout === "nested" ? { country: { iso_code: code } } : { country_code: code }));
  }
  const tree = Buffer.concat(nodes.map((sides) => Buffer.concat(sides.map((side) => {
    const record = Buffer.alloc(4);
    record.writeUInt32BE(side >= 0 ? side : side === EMPTY ? nodes.length : nodes.length + 16 + (-2 - side));
    return record.subarray(1);
  }))));
  const number = (value: number, bytes: 2 | 4 | 8): Value => ({ number: value, bytes });
  const metadata = encode({
    node_count: number(nodes.length, 4), record_size: number(24, 2), ip_version: number(4, 2), database_type: "Test-Country", binary_format_major_version: number(2, 2), binary_format_minor_version: number(0, 2), build_epoch: number(1_700_000_000, 8),
  });
  writeFileSync(file, Buffer.concat([tree, Buffer.alloc(16), ...found, Buffer.from("\xab\xcd\xefMaxMind.com", "latin1"), metadata]));
};
