import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { addMasterKey, dropOldMasterKeys, masterKeysOf, openMasterKeys } from "../../../../src/privacy/keys/master-key";

const base64 = (byte: number): string => Buffer.alloc(32, byte).toString("base64");
const key = Buffer.alloc(32, 9);

describe("the master key", () => {
  let dir: string;
  let file: string;
  beforeEach(() => { dir = mkdtempSync(path.join(tmpdir(), "diskret-test-")); file = path.join(dir, "keys", "master.key"); });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const put = (content: string, mode = 0o600): string => { const at = path.join(dir, "given.key"); writeFileSync(at, content); chmodSync(at, mode); return at; };

  it("is made where it may be made, for its owner only, and is the same the next time", () => {
    const first = openMasterKeys({ file }, true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    const { wrapped, masterKeyId } = first.wrap(key);
    expect(openMasterKeys({ file }, false).unwrap(wrapped, masterKeyId)).toEqual(key);
  });

  it("is not made elsewhere: the start stops and says what to set", () => {
    expect(() => openMasterKeys({ file }, false)).toThrow(/^MASTER_KEY: there is no master key/);
    expect(existsSync(file)).toBe(false);
    expect(() => addMasterKey({ file })).toThrow(/MASTER_KEY/);
    expect(existsSync(file)).toBe(false);
  });

  it.each([0o640, 0o604, 0o644, 0o660, 0o666])("is refused when others can read or write it (%o)", (mode) => {
    expect(() => openMasterKeys({ file: put(`${base64(1)}\n`, mode) }, false)).toThrow(/^MASTER_KEY_FILE: .* can be read by other users.*chmod 600/);
  });

  it.each<[string, string]>([
    ["empty", ""], ["only a comment", "# keys\n"], ["rubbish", "correct horse battery staple\n"], ["binary", "\0\u0001\u0002"], ["too short", `${Buffer.alloc(31).toString("base64")}\n`],
    ["too long", `${Buffer.alloc(33).toString("base64")}\n`], ["one right, one wrong", `${base64(1)}\nrubbish\n`],
  ])("is refused when the file is %s, without printing it", (_what, content) => {
    const given = put(content);
    try { openMasterKeys({ file: given }, true); throw new Error("accepted"); } catch (error) {
      expect((error as Error).message).toMatch(/^MASTER_KEY_FILE: .*32 bytes in base64/);
      expect((error as Error).message).not.toMatch(/horse|rubbish/);
    }
    expect(readFileSync(given, "utf8")).toBe(content);
  });

  it("keeps the old key behind the new one until it is dropped", () => {
    const given = { file: put(`${base64(1)}\n`) };
    const old = openMasterKeys(given, false);
    const wrapped = old.wrap(key);
    const both = addMasterKey(given);
    expect(both.current).not.toBe(old.current);
    expect(both.unwrap(wrapped.wrapped, wrapped.masterKeyId)).toEqual(key);
    expect(both.wrap(key, old.current).masterKeyId).toBe(old.current);
    dropOldMasterKeys(given);
    const alone = openMasterKeys(given, false);
    expect(alone.current).toBe(both.current);
    expect(() => alone.unwrap(wrapped.wrapped, wrapped.masterKeyId)).toThrow(/does not fit/);
    expect(statSync(given.file).mode & 0o777).toBe(0o600);
  });

  it("is looked up again when a rotation beside us has put another in front", () => {
    const given = { file: put(`${base64(1)}\n`) };
    const serving = openMasterKeys(given, false);
    const rotated = addMasterKey(given).wrap(key);
    expect(serving.unwrap(rotated.wrapped, rotated.masterKeyId)).toEqual(key);
  });

  it("from the environment leaves the file alone", () => {
    const source = { current: base64(2), previous: base64(1), file };
    expect(openMasterKeys(source, true).current).toBe(masterKeysOf([Buffer.alloc(32, 2)]).current);
    addMasterKey(source);
    dropOldMasterKeys(source);
    expect(existsSync(file)).toBe(false);
  });
});
