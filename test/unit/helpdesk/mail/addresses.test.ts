import { baseAddress, purposeOf, queueFor, type OwnAddresses } from "../../../../src/helpdesk/mail/own-addresses";
import { languageOf } from "../../../../src/helpdesk/mail/message-of-mail";

const own: OwnAddresses = {
  queues: [{ id: "1", key: "general", address: "info@firma.example" }, { id: "2", key: "billing", address: "rechnung@firma.example" }],
  all: new Set(["info@firma.example", "rechnung@firma.example"]),
};

describe("our own addresses", () => {
  it.each([
    ["Info+abc@Firma.example", "info@firma.example"], ["info+a+b@firma.example", "info@firma.example"], ["+@firma.example", "+@firma.example"],
    ["a@b+c.example", "a@b+c.example"], ["keine adresse", "keine adresse"], ["", ""],
  ])("%j is compared as %j", (address, base) => { expect(baseAddress(address)).toBe(base); });

  it("choose the queue of the first address that is one of them, else the first queue", () => {
    expect(queueFor(own, ["x@y.example", "Rechnung+t@firma.example", "info@firma.example"])?.id).toBe("2");
    expect(queueFor(own, ["x@y.example"])?.id).toBe("1");
    expect(queueFor({ queues: [], all: new Set() }, ["info@firma.example"])).toBeNull();
  });

  it("give a ticket its purpose by the kind of queue", () => {
    expect(["complaints", "shipping", "billing", "returns", "anything"].map(purposeOf)).toEqual(["complaint", "delivery", "invoicing", "warranty", "support"]);
  });
});

describe("the language to answer in", () => {
  it.each([
    ["Where is my order? Please help, I have not got it.", null, "en"], ["Wo bleibt meine Bestellung? Bitte helfen Sie mir.", "en", "de"],
    ["42", "en-GB", "en"], ["42", null, "de"], ["", null, "de"],
  ])("of %j with header %j is %s", (text, language, expected) => { expect(languageOf({ text, language, subject: "" })).toBe(expected); });
});
