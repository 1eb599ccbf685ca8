export { EVIDENCE_KINDS, recordEvidence, type EvidenceKind, type NewEvidence, type RecordedEvidence } from "./record";
export { askPool, verifyChain, verifyEvidence, type EvidenceVerification } from "./verify";
export { verifyEvidenceCommand } from "./verify-command";
export { chainOf, factText } from "./entry";
export { evidenceHolder } from "./holder";
