import fc from "fast-check";
import { purgeProhibited } from "../../../../src/privacy/detect";

describe("prohibited data", () => {
  it.each<[string, string, string[]]>([
    ["CVC: 123 und Danke", "CVC: [⌫ CVC] und Danke", ["cardVerification"]],
    ["Karte 4111 1111 1111 1111, Prüfziffer 987", "Karte 4111 1111 1111 1111, Prüfziffer [⌫ CVC]", ["cardVerification"]],
    ["Kartenprüfnummer: １２３", "Kartenprüfnummer: [⌫ CVC]", ["cardVerification"]],
    ["the security code is 4321.", "the security code is [⌫ CVC].", ["cardVerification"]],
    ["Der Sicherheitscode lautet 123", "Der Sicherheitscode lautet [⌫ CVC]", ["cardVerification"]],
    ["Meine PIN ist 4711!", "Meine PIN ist [⌫ PIN]!", ["pin"]],
    ["Geheimzahl: 99 88", "Geheimzahl: [⌫ PIN]", ["pin"]],
    ["Mein Passwort lautet Sommer2024!", "Mein Passwort lautet [⌫ password]", ["password"]],
    ["password: hunter2 works", "password: [⌫ password] works", ["password"]],
    ["Passwort für das Kundenkonto: \"lila Kuh\" bitte", "Passwort für das Kundenkonto: [⌫ password] bitte", ["password"]],
    ["pw=abc123 pin 1234 cvv 123", "pw=[⌫ password] pin [⌫ PIN] cvv [⌫ CVC]", ["cardVerification", "pin", "password"]],
  ])("%j", (text, clean, purged) => {
    expect(purgeProhibited(text)).toEqual({ text: clean, purged });
  });

  it.each(["Mein Passwort ist falsch.", "I forgot my password", "Das Passwort: vergessen", "the password is wrong", "Wie ändere ich meine PIN?", "PIN-Eingabe ging 3 mal nicht", "Der Sicherheitscode kam nicht an", "Spinat 1234"])("leaves %j alone", (text) => {
    expect(purgeProhibited(text)).toEqual({ text, purged: [] });
  });

  it("changes nothing more the second time, and never throws", () => {
    const words = fc.constantFrom("PIN", "Passwort", "password", "ist", "is", ":", " ", "1234", "CVC", "geheim1", "\n", "\"");
    fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.array(words).map((all) => all.join(" "))), (text) => {
      const once = purgeProhibited(text).text;
      expect(purgeProhibited(once)).toEqual({ text: once, purged: [] });
    }));
  });
});
