import { HASH_BYTES, cutOf, emptyRoot, isSize, levelOf, nodeHash, type Place } from "./merkle-tree";

/** The root of the subtree over the leaves from `start` up to, not including, `end`. */
type RootOfRange = (start: number, end: number) => Buffer;

/** A stored complete node (`nodesAddedBy`). It is asked only for subtrees that are complete at the size of the proof. */
export type Lookup = (level: number, index: number) => Buffer;

const overLeaves = (hashes: readonly Buffer[]): RootOfRange => {
  const root: RootOfRange = (start, end) => {
    const only = hashes[start];
    if (end - start === 1 && only) return only;
    const middle = start + cutOf(end - start);
    return nodeHash(root(start, middle), root(middle, end));
  };
  return root;
};

/** Every range that RFC 9162 makes begins at a multiple of its size rounded up to a power of two, so a full one is a stored node. */
const overNodes = (lookup: Lookup): RootOfRange => {
  const root: RootOfRange = (start, end) => {
    const level = levelOf(end - start);
    if (level !== null) return lookup(level, start / (end - start));
    const middle = start + cutOf(end - start);
    return nodeHash(root(start, middle), root(middle, end));
  };
  return root;
};

const checkIndex = (index: number, size: number): void => {
  if (!isSize(index) || !isSize(size) || index >= size) throw new RangeError("the leaf index must lie within the tree");
};

const checkSizes = (m: number, n: number): void => {
  if (!isSize(m) || !isSize(n) || m > n) throw new RangeError("the earlier size must not exceed the later one");
};

/** PATH(index, D[size]) of RFC 9162, section 2.1.3.1: nearest sibling first. */
const inclusion = (root: RootOfRange, index: number, size: number): Buffer[] => {
  const path: Buffer[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + cutOf(end - start);
    const left = index < middle;
    path.push(left ? root(middle, end) : root(start, middle));
    [start, end] = left ? [start, middle] : [middle, end];
  }
  return path.reverse();
};

/** PROOF(m, D[n]) of RFC 9162, section 2.1.4.1. `whole` says that the verifier knows the root of the first m leaves of the range. */
const consistency = (root: RootOfRange, m: number, n: number): Buffer[] => {
  if (m === 0 || m === n) return [];
  const path: Buffer[] = [];
  let [start, end, whole] = [0, n, true];
  while (end !== m) {
    const middle = start + cutOf(end - start);
    const left = m <= middle;
    path.push(left ? root(middle, end) : root(start, middle));
    if (!left) whole = false;
    [start, end] = left ? [start, middle] : [middle, end];
  }
  return (whole ? path : [...path, root(start, end)]).reverse();
};

/** The root over leaf hashes (`leafHash`); the empty root for none. */
export const rootOf = (hashes: readonly Buffer[]): Buffer => (hashes.length === 0 ? emptyRoot() : overLeaves(hashes)(0, hashes.length));

/** The proof that leaf `index` is in the tree of all `hashes`. RangeError for an index outside it. */
export const inclusionProof = (hashes: readonly Buffer[], index: number): Buffer[] => {
  checkIndex(index, hashes.length);
  return inclusion(overLeaves(hashes), index, hashes.length);
};

/** The proof that the tree of the first `m` hashes is a prefix of the tree of all. Empty for m = 0 and m = n. RangeError for m > n. */
export const consistencyProof = (hashes: readonly Buffer[], m: number): Buffer[] => {
  checkSizes(m, hashes.length);
  return consistency(overLeaves(hashes), m, hashes.length);
};

/** `rootOf` at a size, from stored nodes: O(log n) look-ups. */
export const rootFrom = (lookup: Lookup, size: number): Buffer => {
  if (!isSize(size)) throw new RangeError("the size of a tree is a whole number");
  return size === 0 ? emptyRoot() : overNodes(lookup)(0, size);
};

/** `inclusionProof` from stored nodes: O(log n) look-ups. */
export const inclusionProofFrom = (lookup: Lookup, index: number, size: number): Buffer[] => {
  checkIndex(index, size);
  return inclusion(overNodes(lookup), index, size);
};

/** `consistencyProof` from stored nodes: O(log n) look-ups. */
export const consistencyProofFrom = (lookup: Lookup, m: number, n: number): Buffer[] => {
  checkSizes(m, n);
  return consistency(overNodes(lookup), m, n);
};

/**
 * The nodes that a proof or root will ask for, without repetition, so that one query can fetch them before:
 * `placesFor((lookup) => inclusionProofFrom(lookup, index, size))`. Which nodes are asked for depends on the sizes alone.
 */
export const placesFor = (prove: (lookup: Lookup) => unknown): Place[] => {
  const places = new Map<string, Place>();
  prove((level, index) => {
    places.set(`${level}/${index}`, { level, index });
    return Buffer.alloc(HASH_BYTES);
  });
  return [...places.values()];
};
