import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import {
  NoteError, decodeVerifier, encodeVerifier, keyId, openCheckpoint, openNote, publicKeyFrom, signCheckpoint, signNote,
} from "../../../../src/privacy/access-log/note";

const pair = generateKeyPairSync("ed25519");
const other = generateKeyPairSync("ed25519");
const name = "diskret.example/access-log";
const signer = { name, privateKey: pair.privateKey };
const verifier = { name, publicKey: pair.publicKey };
const checkpoint = { origin: name, size: 7, root: Buffer.alloc(32, 3) };

/** A body signed as it stands, to show what the reader makes of it. */
const signed = (body: string) => openCheckpoint(signNote(body, signer), verifier);
const ROOT = Buffer.alloc(32, 3).toString("base64");

describe("known notes of other implementations", () => {
  const vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const seed = Buffer.from("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "base64").subarray(1);
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

  test("the example of the Go note package opens and is signed byte for byte", () => {
    const privateKey = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
    expect(openNote(note, decodeVerifier(vkey))).toBe(text);
    expect(signNote(text, { name: "PeterNeumann", privateKey })).toBe(note);
    expect(encodeVerifier(decodeVerifier(vkey))).toBe(vkey);
    expect(keyId(decodeVerifier(vkey)).toString("hex")).toBe("c74f20a3");
  });

  test("a checkpoint of the Go checksum database, whose origin differs from the key name", () => {
    const log = decodeVerifier("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
    const head = "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n\n"
      + "— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=\n";
    const opened = openCheckpoint(head, log);
    expect(opened).toEqual({ origin: "go.sum database tree", size: 6476701, root: Buffer.from("mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=", "base64") });
  });
});

test("what was signed opens", () => {
  fc.assert(fc.property(fc.maxSafeNat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, bytes) => {
    const one = { origin: name, size, root: Buffer.from(bytes) };
    expect(openCheckpoint(signCheckpoint(one, signer), verifier)).toEqual(one);
  }), { numRuns: 50 });
});

test("any changed byte is noticed", () => {
  const note = signCheckpoint(checkpoint, signer);
  for (let at = 0; at < note.length; at++) {
    const changed = note.slice(0, at) + (note[at] === "A" ? "B" : "A") + note.slice(at + 1);
    expect(() => openCheckpoint(changed, verifier)).toThrow(NoteError);
    expect(() => openCheckpoint(note.slice(0, at), verifier)).toThrow(NoteError);
  }
});

test("signatures of other keys are ignored, one of the expected key must hold", () => {
  const note = signCheckpoint(checkpoint, signer);
  const body = note.slice(0, note.indexOf("\n\n") + 1);
  const witness = signNote(body, { name: "witness.example", privateKey: other.privateKey }).split("\n").at(-2);
  expect(openCheckpoint(`${note}${witness}\n`, verifier)).toEqual(checkpoint);
  expect(() => openCheckpoint(`${body}\n${witness}\n`, verifier)).toThrow("not signed by the expected key");
  expect(() => openCheckpoint(note, { name, publicKey: other.publicKey })).toThrow("not signed by the expected key");
  expect(() => openCheckpoint(note, { name: "other.example", publicKey: pair.publicKey })).toThrow("not signed by the expected key");
});

test("a failing signature of the expected key spoils the note even beside a good one", () => {
  const note = signCheckpoint(checkpoint, signer);
  const bad = Buffer.concat([keyId(verifier), sign(null, Buffer.from("another text\n"), pair.privateKey)]).toString("base64");
  expect(() => openCheckpoint(`${note}— ${name} ${bad}\n`, verifier)).toThrow("does not fit");
  expect(() => openCheckpoint(`${note}— ${name} ${keyId(verifier).toString("base64")}\n`, verifier)).toThrow("malformed");
});

test.each([
  ["two lines", `${name}\n7\n`], ["no origin", `\n7\n${ROOT}\n`], ["an empty line", `${name}\n7\n${ROOT}\n\nmore\n`], ["a leading zero", `${name}\n07\n${ROOT}\n`],
  ["a negative size", `${name}\n-1\n${ROOT}\n`], ["a size in hexadecimal", `${name}\n0x7\n${ROOT}\n`], ["a size beyond whole numbers", `${name}\n9007199254740993\n${ROOT}\n`],
  ["a short root", `${name}\n7\nAAAA\n`], ["base64 without padding", `${name}\n7\n${ROOT.slice(0, -1)}\n`], ["base64 with trailing bits", `${name}\n7\n${ROOT.slice(0, -2)}N=\n`],
])("a checkpoint with %s is refused although signed", (_, body) => {
  expect(() => signed(body)).toThrow(NoteError);
});

test("size 0 and extension lines are read", () => {
  expect(signed(`${name}\n0\n${ROOT}\nextension\n`)).toEqual({ origin: name, size: 0, root: checkpoint.root });
});

test("what the format cannot carry is not signed", () => {
  const bad = (change: object) => () => signCheckpoint({ ...checkpoint, ...change }, signer);
  expect(bad({ origin: "" })).toThrow(NoteError);
  expect(bad({ origin: "evil\n999" })).toThrow(NoteError);
  expect(bad({ origin: "a\u0007b" })).toThrow(NoteError);
  expect(bad({ origin: "\ud800" })).toThrow(NoteError);
  expect(bad({ size: -1 })).toThrow(NoteError);
  expect(bad({ size: 1.5 })).toThrow(NoteError);
  expect(bad({ root: Buffer.alloc(31) })).toThrow(NoteError);
  for (const wrong of ["", "a b", "a+b", "a\u00a0b", "a\u0085b", "a\nb"]) {
    expect(() => signCheckpoint(checkpoint, { ...signer, name: wrong })).toThrow(NoteError);
  }
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
  expect(() => signCheckpoint(checkpoint, { name, privateKey: rsa.privateKey })).toThrow("Ed25519");
});

describe("verifier keys", () => {
  const vkey = encodeVerifier(verifier);

  test("round trip, by the private half too", () => {
    expect(openCheckpoint(signCheckpoint(checkpoint, signer), decodeVerifier(vkey))).toEqual(checkpoint);
    expect(encodeVerifier({ name, publicKey: pair.privateKey })).toBe(vkey);
    expect(() => publicKeyFrom(Buffer.alloc(31))).toThrow(NoteError);
  });

  test("every cut and every changed character is refused", () => {
    for (let at = 0; at < vkey.length; at++) {
      expect(() => decodeVerifier(vkey.slice(0, at))).toThrow(NoteError);
      expect(() => decodeVerifier(vkey.slice(0, at) + (vkey[at] === "b" ? "c" : "b") + vkey.slice(at + 1))).toThrow(NoteError);
    }
  });
});

test("hostile text is refused with a NoteError that does not repeat it", () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ unit: fc.constantFrom("\n", "—", " ", "a", "="), maxLength: 40 })), (text) => {
    expect(() => openCheckpoint(text, verifier)).toThrow(NoteError);
    expect(() => decodeVerifier(text)).toThrow(NoteError);
  }));
  expect(() => openCheckpoint("x".repeat(300_000), verifier)).toThrow("too long");
});
