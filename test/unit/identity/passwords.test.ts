import fc from "fast-check";
import { createPasswords, passwordProblem, STRONG } from "../../../src/identity/passwords";

const CHEAP = { log2N: 4, r: 8, p: 1 };

describe("a password", () => {
  test.each([
    ["short", "elf zeichen", "identity.password.tooShort"],
    ["long", "ab cd ".repeat(40), "identity.password.tooLong"],
    ["a megabyte", "x".repeat(1_000_000), "identity.password.tooLong"],
    ["the address", "Jana.Weiss@nordlicht.example", "identity.password.isAddress"],
    ["common with digits", "Password2024!", "identity.password.common"],
    ["common words in a row", "WillkommenHamburg1", "identity.password.common"],
    ["one letter", "aaaaaaaaaaaaaa", "identity.password.common"],
    ["a row of keys", "qwertzuiopas", "identity.password.common"],
    ["digits in a row", "123456789012", "identity.password.common"],
    ["digits only", "83920571648302", "identity.password.common"],
  ])("that is %s is refused", (_what, password, problem) => { expect(passwordProblem(password, "jana.weiss@nordlicht.example")).toBe(problem); });

  test.each(["seven purple lanterns", "zwölf grüne Füchse", "k9#vTq!2mZ&w", "ein ganz normaler satz", "🦊🦊 fuchs und 🦉 eule"])("'%s' is accepted, whatever its characters", (password) => {
    expect(passwordProblem(password, "jana@nordlicht.example")).toBeNull();
  });

  test("counts characters, not bytes", () => {
    expect(passwordProblem("🦊🦉🦇🐝🐸🐙", "")).toBe("identity.password.tooShort");
    expect(passwordProblem("🦊🦉🦇🐝🐸🐙🦊🦉🦇🐝🐸🐙 x", "")).toBeNull();
  });
});

describe("hashing", () => {
  const passwords = createPasswords(CHEAP);

  test("keeps its parameters in the text and never the password", async () => {
    const stored = await passwords.hash("seven purple lanterns");
    expect(stored).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/);
    expect(await passwords.hash("seven purple lanterns")).not.toBe(stored);
    expect(await createPasswords({ ...CHEAP, log2N: 6 }).verify(stored, "seven purple lanterns")).toBe(true);
  });

  test("the same text in another normal form is the same password", async () => {
    expect(await passwords.verify(await passwords.hash("grüne Füchse Zwölf".normalize("NFC")), "grüne Füchse Zwölf".normalize("NFD"))).toBe(true);
  });

  test("only the very password fits", async () => {
    await fc.assert(fc.asyncProperty(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), async (chosen, typed) => {
      expect(await passwords.verify(await passwords.hash(chosen), typed)).toBe(chosen.normalize("NFKC") === typed.normalize("NFKC"));
    }), { numRuns: 40 });
  });

  test.each([null, "", "plain", "$scrypt$ln=99,r=8,p=1$AAAA$AAAA", "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$", "$2b$10$abcdefghijklmnopqrstuv"])("%p is no hash, fits nothing, and costs a hash", async (stored) => {
    expect(await passwords.verify(stored, "seven purple lanterns")).toBe(false);
  });

  test("an unknown address derives a key with the same cost as a wrong password", async () => {
    const derive = jest.spyOn(jest.requireActual<{ scrypt: (...all: unknown[]) => void }>("node:crypto"), "scrypt");
    const costly = createPasswords({ log2N: 10, r: 8, p: 1 });
    const stored = await costly.hash("seven purple lanterns");
    derive.mockClear();
    await costly.verify(stored, "wrong");
    await costly.verify(null, "wrong");
    const costs = derive.mock.calls.map((call) => call[3]);
    derive.mockRestore();
    expect(costs).toHaveLength(2);
    expect(costs[1]).toEqual(costs[0]);
  });

  test("a burst is worked off two at a time, and what would wait too long is refused", async () => {
    const burst = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.hash("seven purple lanterns")));
    expect(burst.filter(({ status }) => status === "fulfilled")).toHaveLength(62);
    for (const one of burst) if (one.status === "rejected") expect(one.reason).toMatchObject({ status: 503 });
    expect(await passwords.hash("afterwards it works again")).toMatch(/^\$scrypt/);
  });

  test("the program's own cost is what OWASP asks for, and this machine can pay it", async () => {
    expect(STRONG).toEqual({ log2N: 16, r: 8, p: 2 });
    const strong = createPasswords();
    expect(await strong.verify(await strong.hash("seven purple lanterns"), "seven purple lanterns")).toBe(true);
  }, 30_000);
});
