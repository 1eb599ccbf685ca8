import { MailNotSent, sendPlain, transportFor } from "../../../../src/helpdesk/mail/transport";
import { outgoingId } from "../../../../src/helpdesk/mail/write-mail";
import type { KeptMail, MailTransport, SendOutcome } from "../../../../src/platform/mail";

const mail = { fromName: "Firma", fromAddress: "support@firma.example", to: "neu@firma.example", subject: "Einladung", text: "Willkommen", language: "de" as const, at: new Date("2026-05-03") };
const answering = (outcome: SendOutcome): MailTransport => ({ send: async () => outcome, close: () => undefined });

describe("the way out", () => {
  it("is the outbox in the demonstration, and a visible refusal where nothing is set up", async () => {
    const kept: KeptMail[] = [];
    const demo = transportFor({ smtpUrl: undefined, demoOutbox: true }, async (message) => { kept.push(message); });
    expect(await sendPlain(demo, mail)).toMatchObject({ accepted: true });
    expect(kept[0]!.raw.toString()).toContain("Auto-Submitted: auto-generated");
    expect(await sendPlain(transportFor({ smtpUrl: undefined, demoOutbox: false }, async () => undefined), mail)).toEqual({ accepted: false, permanent: true, reason: "notConfigured" });
  });

  it("asks for another try only where one helps, and names nobody", async () => {
    await expect(sendPlain(answering({ accepted: false, permanent: false, reason: "mail server not found" }), mail)).rejects.toThrow(MailNotSent);
    await expect(sendPlain(answering({ accepted: false, permanent: false }), mail)).rejects.not.toThrow(/neu@/);
    expect(await sendPlain(answering({ accepted: false, permanent: true }), mail)).toMatchObject({ permanent: true });
  });
});

it("a Message-ID is the same for the same mail, another for another, and says nothing about either", () => {
  const [a, again, b] = ["one", "one", "two"].map((id) => outgoingId(Buffer.alloc(32, 1), id, "support@firma.example"));
  expect(a).toBe(again);
  expect(a).not.toBe(b);
  expect(a).toMatch(/^<[0-9a-f]{40}@firma\.example>$/);
});
