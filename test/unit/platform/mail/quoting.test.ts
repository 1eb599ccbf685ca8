import fc from "fast-check";
import { REPLY_MARKERS, splitQuoted } from "../../../../src/platform/mail";

const lines = (...all: string[]): string => all.join("\n");

describe("what was written just now", () => {
  test.each([
    ["Am Mo., 9. Nov. 2026 um 16:00 Uhr schrieb Support <support@firma.example>:", "> Welche Größe?"],
    ["Am 09.11.26 um 16:00 schrieb Support:", "> Welche Größe?"],
    ["On Mon, Nov 9, 2026 at 4:00 PM Support <support@firma.example> wrote:", "> Which size?"],
    ["On Mon, Nov 9, 2026 at 4:00 PM Support <support@firma.example> wrote:", "Which size?"],
    ["-----Ursprüngliche Nachricht-----", "Von: Support"],
    ["-----Original Message-----", "From: Support"],
    ["________________________________", "Von: Support\nGesendet: Montag\nAn: Erika\nBetreff: x\n\nWelche Größe?"],
    ["From: Support\nSent: Monday\nTo: Erika\nSubject: x", "Which size?"],
    [REPLY_MARKERS.de, "Welche Größe?"],
    [REPLY_MARKERS.en, "Which size?"],
  ])("above %s", (mark, below) => {
    const split = splitQuoted(lines("Größe 42", "", mark, below));
    expect(split.fresh.trim()).toBe("Größe 42");
    expect(split.quoted).toContain(below.split("\n").at(-1));
  });

  test("a wrapped attribution is one", () => {
    const split = splitQuoted(lines("Yes.", "", "On Mon, Nov 9, 2026 at 4:00 PM Support", "<support@firma.example> wrote:", "", "> Really?"));
    expect(split.fresh.trim()).toBe("Yes.");
  });

  test("answers between quoted lines are all found", () => {
    const split = splitQuoted(lines("Am 9.11.2026 um 16:00 schrieb Support:", "> Größe?", "42", "> Farbe?", "> Muster?", "blau, gestreift"));
    expect(split.fresh).toBe(lines("42", "blau, gestreift"));
    expect(split.quoted).toContain("> Farbe?");
  });

  test("an answer below a marker that was itself quoted", () => {
    expect(splitQuoted(lines(`> ${REPLY_MARKERS.de}`, "> Größe?", "", "42")).fresh.trim()).toBe("42");
  });

  test("an ordinary sentence is no attribution", () => {
    const text = lines("Am Montag schrieb ich Ihnen:", "das Paket ist beschädigt.");
    expect(splitQuoted(text)).toEqual({ fresh: text, quoted: "" });
  });

  test("a letter that mentions who it is from is no block", () => {
    const text = lines("Von: unserem Lager kam das Paket", "und war leer.");
    expect(splitQuoted(text).quoted).toBe("");
  });

  test("where nothing new would remain, everything is new", () => {
    const text = lines("> all", "> of it");
    expect(splitQuoted(text)).toEqual({ fresh: text, quoted: "" });
  });
});

const piece = fc.constantFrom("Hello", "", "> quoted", ">> twice", "Am 9.11. um 16:00 schrieb A:", "On x wrote:", "On 1 Jan 10:00", "A <a@b.example> wrote:", "Von: A", "Gesendet: B", "An: C",
  "-----Original Message-----", REPLY_MARKERS.de, "-- ", "  indented", "a\rb");

test("no line is ever lost or doubled, whatever the mail", () => {
  fc.assert(fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (parts) => {
    const text = parts.join("\n");
    const { fresh, quoted } = splitQuoted(text);
    const all = [...fresh.split("\n"), ...quoted.split("\n")].filter((line) => line !== "").sort();
    expect(all).toEqual(text.split("\n").filter((line) => line !== "").sort());
  }), { numRuns: 500 });
});

test("a million lines are split, which would take hours if the work grew with their square", () => {
  const { fresh, quoted } = splitQuoted("On 1 Jan 10:00\n".repeat(500_000) + "> ".repeat(500_000) + "Von: A\n".repeat(100_000));
  expect(fresh.length + quoted.length).toBeGreaterThan(1_000_000);
});
