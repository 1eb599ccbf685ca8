import { HASH_BYTES, emptyRoot, isSize, levelOf, nodeHash } from "./merkle-tree";

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === HASH_BYTES);

/** On which side of the path a sibling of the proof stands: RFC 9162 walks up with the leaf's position and the last position (fn, sn). */
type Side = "left" | "right";

/**
 * The sides of `steps` siblings, from the leaf up; null when that many do not lead exactly to the root. Step 4 of section
 * 2.1.3.2 and step 6 of section 2.1.4.2, which are the same walk.
 */
const sidesOf = (position: number, last: number, steps: number): Side[] | null => {
  const sides: Side[] = [];
  let [fn, sn] = [position, last];
  for (let step = 0; step < steps; step++) {
    if (sn === 0) return null;
    const left = isOdd(fn) || fn === sn;
    sides.push(left ? "left" : "right");
    if (left) while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? sides : null;
};

/**
 * Does `proof` show that the leaf hash `leaf` stands at `index` in the tree of `size` leaves with this root? RFC 9162, section 2.1.3.2.
 * Size and root must come together from one signed checkpoint: the hashes alone do not tell sizes apart around which the path is the same.
 * Anything malformed is false, never an exception.
 */
export const verifyInclusion = (index: number, size: number, leaf: Buffer, proof: readonly Buffer[], root: Buffer): boolean => {
  if (!isSize(index) || !isSize(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  const sides = sidesOf(index, size - 1, proof.length);
  if (!sides) return false;
  const found = proof.reduce((hash, sibling, at) => (sides[at] === "left" ? nodeHash(sibling, hash) : nodeHash(hash, sibling)), leaf);
  return found.equals(root);
};

/** Section 2.1.4.2 for 0 < m < n. */
const verifyGrowth = (m: number, n: number, rootM: Buffer, rootN: Buffer, proof: readonly Buffer[]): boolean => {
  const [first, ...rest] = levelOf(m) !== null ? [rootM, ...proof] : proof;
  if (proof.length === 0 || !first) return false;
  let [fn, sn] = [m - 1, n - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  const sides = sidesOf(fn, sn, rest.length);
  if (!sides) return false;
  let [earlier, later] = [first, first];
  rest.forEach((sibling, at) => {
    if (sides[at] === "left") earlier = nodeHash(sibling, earlier);
    later = sides[at] === "left" ? nodeHash(sibling, later) : nodeHash(later, sibling);
  });
  return earlier.equals(rootM) && later.equals(rootN);
};

/**
 * Does `proof` show that the tree of `m` leaves with root `rootM` is a prefix of the tree of `n` leaves with root `rootN`? RFC 9162, section
 * 2.1.4.2. Equal sizes need equal roots and no proof; the empty tree is a prefix of every tree, without proof. Anything malformed is
 * false, never an exception.
 */
export const verifyConsistency = (m: number, n: number, rootM: Buffer, rootN: Buffer, proof: readonly Buffer[]): boolean => {
  if (!isSize(m) || !isSize(n) || m > n || !areHashes([rootM, rootN, ...proof])) return false;
  if (m === 0 && !rootM.equals(emptyRoot())) return false;
  if (m === n) return proof.length === 0 && rootM.equals(rootN);
  return m === 0 ? proof.length === 0 : verifyGrowth(m, n, rootM, rootN, proof);
};
