/** The Merkle tree of the access log: hashing, growing, proving, verifying (RFC 9162, section 2.1). Pure. */
export { Frontier, emptyRoot, leafHash, nodeHash, nodesAddedBy, type Place, type TreeNode } from "./merkle-tree";
export {
  consistencyProof, consistencyProofFrom, inclusionProof, inclusionProofFrom, placesFor, rootFrom, rootOf, type Lookup,
} from "./merkle-proofs";
export { verifyConsistency, verifyInclusion } from "./merkle-verify";
