/** Signed checkpoints (C2SP signed-note and tlog-checkpoint) and the keys that sign and verify them. Pure. */
export { keyId, openNote, signNote, type Signer, type Verifier } from "./note-sign";
export { openCheckpoint, signCheckpoint, type Checkpoint } from "./note-checkpoint";
export { decodeVerifier, encodeVerifier } from "./note-verifier";
export { NoteError, publicKeyFrom } from "./note-keys";
