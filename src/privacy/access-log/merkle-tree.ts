import { createHash } from "node:crypto";

/**
 * Merkle trees as in RFC 9162, section 2.1, with SHA-256. Sizes and indices are safe integers, so no bitwise operators: those
 * stop at 32 bits.
 */

export const HASH_BYTES = 32;

/** Where a complete subtree stands: it covers the 2^level leaves from index · 2^level on. */
export interface Place { level: number; index: number }
export interface TreeNode extends Place { hash: Buffer }

const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The prefixes keep a node from being passed off as a leaf (second preimage). */
export const leafHash = (bytes: Uint8Array): Buffer => sha256(LEAF, bytes);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right);

/** The root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (): Buffer => sha256();

/** The largest power of two smaller than `size` (which is at least 2): where RFC 9162 cuts a tree. */
export const cutOf = (size: number): number => {
  let cut = 1;
  while (cut * 2 < size) cut *= 2;
  return cut;
};

/** The exponent of a power of two; null for any other size. (Math.log2 rounds large sizes to whole numbers.) */
export const levelOf = (size: number): number | null => {
  let [rest, level] = [size, 0];
  while (rest > 1 && rest % 2 === 0) [rest, level] = [rest / 2, level + 1];
  return rest === 1 ? level : null;
};

export const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;

const bitsSet = (size: number): number => (size === 0 ? 0 : (size % 2) + bitsSet(Math.floor(size / 2)));

const checkHash = (hash: Uint8Array): void => {
  if (hash.length !== HASH_BYTES) throw new RangeError(`a hash of the tree has ${HASH_BYTES} bytes`);
};

/**
 * The right edge of a growing tree: the roots of its maximal complete subtrees, largest first, one for each bit set in `size`.
 * It is all that appending and the root need, O(log n) hashes. Store `roots()` and `size`; restore with the constructor, which throws
 * a RangeError when the two do not fit.
 */
export class Frontier {
  readonly #roots: Buffer[];
  #size: number;

  constructor(roots: readonly Uint8Array[] = [], size = 0) {
    if (!isSize(size) || bitsSet(size) !== roots.length) throw new RangeError("the frontier has one root for each bit set in its size");
    roots.forEach(checkHash);
    this.#roots = roots.map((root) => Buffer.from(root));
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /** Copies, largest subtree first. */
  roots(): Buffer[] {
    return this.#roots.map((root) => Buffer.from(root));
  }

  /** Adds a leaf hash; returns the complete nodes that this makes, leaf first (`nodesAddedBy`). */
  append(hash: Uint8Array): TreeNode[] {
    const added = nodesAddedBy(this, hash);
    this.#roots.splice(this.#roots.length - (added.length - 1));
    for (const top of added.slice(-1)) this.#roots.push(Buffer.from(top.hash));
    this.#size++;
    return added;
  }

  /** The root of the tree of `size` leaves. */
  root(): Buffer {
    return this.roots().reduceRight<Buffer | null>((right, left) => (right ? nodeHash(left, right) : left), null) ?? emptyRoot();
  }
}

/**
 * The complete nodes that appending a leaf hash makes, from the leaf up: those to store for `inclusionProofFrom` and
 * `consistencyProofFrom`. A node once made never changes. The frontier stays as it is.
 */
export const nodesAddedBy = (frontier: Frontier, hash: Uint8Array): TreeNode[] => {
  checkHash(hash);
  const roots = frontier.roots();
  const added: TreeNode[] = [{ level: 0, index: frontier.size, hash: Buffer.from(hash) }];
  let right: Buffer = Buffer.from(hash);
  let index = frontier.size;
  for (let left = roots.pop(); left && index % 2 === 1; left = roots.pop()) {
    right = nodeHash(left, right);
    index = (index - 1) / 2;
    added.push({ level: added.length, index, hash: right });
  }
  return added;
};
