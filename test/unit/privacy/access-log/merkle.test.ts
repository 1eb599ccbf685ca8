import fc from "fast-check";
import {
  Frontier, consistencyProof, consistencyProofFrom, emptyRoot, inclusionProof, inclusionProofFrom, leafHash, nodeHash, nodesAddedBy,
  placesFor, rootFrom, rootOf, verifyConsistency, verifyInclusion,
} from "../../../../src/privacy/access-log/merkle";

const hex = (hashes: Buffer[]) => hashes.map((hash) => hash.toString("hex"));
const from = (text: string) => Buffer.from(text, "hex");

/** The reference leaves of Certificate Transparency and the roots of their prefixes, sizes 0 to 8. */
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map((leaf) => leafHash(from(leaf)));
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const F = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
const G = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

const tree = (size: number) => Array.from({ length: size }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));
const stored = (hashes: Buffer[]) => {
  const nodes = new Map<string, Buffer>();
  const frontier = new Frontier();
  for (const hash of hashes) for (const node of frontier.append(hash)) nodes.set(`${node.level}/${node.index}`, node.hash);
  const lookup = (level: number, index: number) => {
    const node = nodes.get(`${level}/${index}`);
    if (!node) throw new Error(`no complete node at level ${level}, index ${index}`);
    return node;
  };
  return { nodes, frontier, lookup };
};
const flipped = (hash: Buffer, bit = 0) => Buffer.from(hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));

describe("the reference vectors", () => {
  test.each(ROOTS.map((root, size) => [size, root]))("the root of %i leaves", (size, root) => {
    const leaves = LEAVES.slice(0, size);
    expect(rootOf(leaves).toString("hex")).toBe(root);
    expect(stored(leaves).frontier.root().toString("hex")).toBe(root);
    expect(rootFrom(stored(LEAVES).lookup, size).toString("hex")).toBe(root);
  });

  test.each([[0, 8, [A, B, C]], [5, 8, [D, E, F]], [0, 1, []]])("the inclusion proof of leaf %i in %i", (index, size, proof) => {
    expect(hex(inclusionProof(LEAVES.slice(0, size), index))).toEqual(proof);
    expect(verifyInclusion(index, size, LEAVES[index]!, proof.map(from), from(ROOTS[size]!))).toBe(true);
  });

  test.each([[1, 1, []], [2, 8, [B, C]], [6, 8, [G, E, F]], [2, 5, [B, D]], [1, 8, [A, B, C]]])("the consistency proof of %i in %i", (m, n, proof) => {
    expect(hex(consistencyProof(LEAVES.slice(0, n), m))).toEqual(proof);
    expect(verifyConsistency(m, n, from(ROOTS[m]!), from(ROOTS[n]!), proof.map(from))).toBe(true);
  });
});

describe("every proof, for every size up to 40", () => {
  const leaves = tree(40);
  const { lookup } = stored(leaves);
  const roots = leaves.map((_, at) => rootOf(leaves.slice(0, at)));

  test("inclusion: verifies, and is the same from stored nodes", () => {
    roots.forEach((root, size) => leaves.slice(0, size).forEach((leaf, index) => {
      const proof = inclusionProof(leaves.slice(0, size), index);
      expect(hex(inclusionProofFrom(lookup, index, size))).toEqual(hex(proof));
      expect(verifyInclusion(index, size, leaf, proof, root)).toBe(true);
    }));
  });

  test("consistency: verifies, is the same from stored nodes, and fits no other pair of sizes", () => {
    roots.forEach((rootN, n) => roots.slice(0, n + 1).forEach((rootM, m) => {
      const proof = consistencyProof(leaves.slice(0, n), m);
      expect(hex(consistencyProofFrom(lookup, m, n))).toEqual(hex(proof));
      expect(verifyConsistency(m, n, rootM, rootN, proof)).toBe(true);
      if (m > 0) expect(verifyConsistency(m - 1, n, rootM, rootN, proof)).toBe(false);
      if (m > 0 && m < n) expect(verifyConsistency(m, n, roots[m - 1]!, rootN, proof)).toBe(false);
      if (m > 0 && m < n) expect(verifyConsistency(m, n, rootM, roots[n - 1]!, proof)).toBe(false);
    }));
  });
});

describe("any sequence of appends", () => {
  const bytes = fc.uint8Array({ maxLength: 8 });
  const log = fc.array(bytes, { minLength: 1, maxLength: 70 }).map((rows) => rows.map((row, at) => leafHash(Buffer.concat([Buffer.from([at]), row]))));

  test("the frontier has the root of the whole and survives being stored", () => {
    fc.assert(fc.property(log, (hashes) => {
      let frontier = new Frontier();
      hashes.forEach((hash, at) => {
        const announced = nodesAddedBy(frontier, hash);
        expect(frontier.append(hash)).toEqual(announced);
        frontier = new Frontier(frontier.roots(), frontier.size);
        expect(frontier.size).toBe(at + 1);
      });
      expect(frontier.root()).toEqual(rootOf(hashes));
    }), { numRuns: 40 });
  });

  test("a proof fails when leaf, index, size, root or proof changes", () => {
    fc.assert(fc.property(log, fc.nat(), fc.nat(255), (hashes, pick, bit) => {
      const [size, index, root] = [hashes.length, pick % hashes.length, rootOf(hashes)];
      const leaf = hashes[index]!;
      const proof = inclusionProof(hashes, index);
      const holds = (change: Partial<{ index: number; size: number; leaf: Buffer; proof: Buffer[]; root: Buffer }>) => {
        const all = { index, size, leaf, proof, root, ...change };
        return verifyInclusion(all.index, all.size, all.leaf, all.proof, all.root);
      };
      expect(holds({})).toBe(true);
      expect(holds({ leaf: flipped(leaf, bit) })).toBe(false);
      expect(holds({ root: flipped(root, bit) })).toBe(false);
      expect(holds({ proof: [...proof, root] })).toBe(false);
      if (size > 1) expect(holds({ index: (index + 1) % size })).toBe(false);
      proof.forEach((hash, at) => {
        expect(holds({ proof: proof.with(at, flipped(hash, bit)) })).toBe(false);
        expect(holds({ proof: proof.filter((_, other) => other !== at) })).toBe(false);
      });
      // The length of the path, not the size as such, is in the hashes: a size of the same shape around this leaf cannot be told apart.
      expect(holds({ size: size * 2 + 1 })).toBe(false);
      expect(holds({ size: index })).toBe(false);
    }), { numRuns: 60 });
  });

  test("a changed earlier leaf makes every later tree inconsistent", () => {
    fc.assert(fc.property(log, fc.nat(), fc.nat(), (hashes, pick, bit) => {
      const n = hashes.length;
      const m = 1 + (pick % n);
      const before = rootOf(hashes.slice(0, m));
      const forged = hashes.with(pick % m, flipped(hashes[pick % m]!, bit % 256));
      expect(verifyConsistency(m, n, before, rootOf(forged), consistencyProof(forged, m))).toBe(false);
      expect(verifyConsistency(m, n, before, rootOf(hashes), consistencyProof(hashes, m))).toBe(true);
    }), { numRuns: 60 });
  });

  test("verifying never throws", () => {
    const junk = fc.array(fc.uint8Array({ minLength: 31, maxLength: 33 }).map((one) => Buffer.from(one)), { maxLength: 70 });
    const hash = fc.uint8Array({ minLength: 31, maxLength: 33 }).map((one) => Buffer.from(one));
    fc.assert(fc.property(fc.double(), fc.double(), hash, hash, junk, (a, b, one, other, proof) => {
      expect(verifyInclusion(a, b, one, proof, other)).toBe(false);
      expect(verifyConsistency(a, b, one, other, proof)).toBe(false);
    }));
  });
});

describe("at the edges", () => {
  test("the empty tree is a prefix of every tree, without proof", () => {
    const root = rootOf(tree(5));
    expect(consistencyProof(tree(5), 0)).toEqual([]);
    expect(verifyConsistency(0, 5, emptyRoot(), root, [])).toBe(true);
    expect(verifyConsistency(0, 5, emptyRoot(), root, [root])).toBe(false);
    expect(verifyConsistency(0, 5, root, root, [])).toBe(false);
    expect(verifyConsistency(0, 0, emptyRoot(), emptyRoot(), [])).toBe(true);
    expect(verifyConsistency(0, 0, emptyRoot(), root, [])).toBe(false);
  });

  test("a node cannot be passed off as a leaf", () => {
    const [left, right] = [leafHash(Buffer.from("a")), leafHash(Buffer.from("b"))];
    expect(leafHash(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right));
  });

  test("proofs over a million leaves need few nodes", () => {
    const size = 1_000_003;
    const of = (prove: Parameters<typeof placesFor>[0]) => placesFor(prove).length;
    expect(of((lookup) => inclusionProofFrom(lookup, 777_777, size))).toBeLessThanOrEqual(40);
    expect(of((lookup) => consistencyProofFrom(lookup, 654_321, size))).toBeLessThanOrEqual(40);
    expect(of((lookup) => rootFrom(lookup, size))).toBe(9);
  });

  test("only complete nodes are looked up", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.nat(), (size, pick) => {
      const places = placesFor((lookup) => [inclusionProofFrom(lookup, pick % size, size), consistencyProofFrom(lookup, pick % size, size)]);
      expect(places.every(({ level, index }) => Number.isInteger(index) && (index + 1) * 2 ** level <= size)).toBe(true);
      expect(places.length).toBeLessThanOrEqual(160);
    }));
  });

  test("wrong sizes, indices and hashes are refused", () => {
    expect(() => new Frontier([], 1)).toThrow(RangeError);
    expect(() => new Frontier([Buffer.alloc(32)], 3)).toThrow(RangeError);
    expect(() => new Frontier([Buffer.alloc(31)], 1)).toThrow(RangeError);
    expect(() => new Frontier([], -1)).toThrow(RangeError);
    expect(() => new Frontier().append(Buffer.alloc(31))).toThrow(RangeError);
    expect(() => inclusionProof(tree(3), 3)).toThrow(RangeError);
    expect(() => inclusionProof(tree(3), -1)).toThrow(RangeError);
    expect(() => inclusionProof([], 0)).toThrow(RangeError);
    expect(() => consistencyProof(tree(3), 4)).toThrow(RangeError);
    expect(() => rootFrom(() => Buffer.alloc(32), 1.5)).toThrow(RangeError);
  });

  test("a frontier gives copies of its hashes", () => {
    const frontier = new Frontier();
    frontier.append(tree(1)[0]!)[0]!.hash.fill(0);
    frontier.roots()[0]!.fill(0);
    expect(frontier.root()).toEqual(tree(1)[0]);
    frontier.root().fill(0);
    expect(frontier.root()).toEqual(tree(1)[0]);
  });
});
