import { agent, customer, note, type Script } from "./script";

const billing = { language: "de", queue: "billing", purpose: "invoicing" } as const;

export const BILLING_DE: readonly Script[] = [
  {
    ...billing, key: "double-debit", weight: 3, openFiles: ["Kontoauszug.pdf"],
    subjects: ["Doppelte Abbuchung {amount}", "Zweimal abgebucht: {order}", "Lastschrift doppelt"],
    opens: [
      "von meinem Konto {iban} wurden für {order} zweimal {amount} abgebucht, am {ordered} und am {promised}. [Bitte buchen Sie einen Betrag zurück.|Ich bitte um sofortige Erstattung.] Der Kontoauszug hängt an.",
      "Sie haben mir {double} statt {amount} abgebucht. [Das Konto läuft auf meinen Mann, {man}.|Dadurch ist eine Rücklastschrift entstanden.] Rechnung {invoice}.",
    ],
    beats: [
      note("Zahlungslauf vom {promised} lief doppelt. Erstattung {amount} veranlasst."),
      agent("Sie haben recht: Die Lastschrift zu Rechnung {invoice} wurde zweimal eingereicht. Ich habe {amount} zur Erstattung angewiesen; der Betrag ist spätestens am {soon} wieder auf Ihrem Konto. Bitte lassen Sie die Lastschrift nicht zusätzlich durch Ihre Bank zurückgeben, sonst überschneidet es sich."),
      customer(["[In Ordnung, danke.|Danke, Geld ist da.]", "Und wer zahlt die Rücklastschriftgebühr von 5 €?"]),
      agent("[gern|selbstverständlich]: Sollten Ihnen dadurch Bankgebühren entstanden sein, übernehmen wir sie gegen einen kurzen Beleg."),
    ],
  },
  {
    ...billing, key: "invoice-copy", weight: 3, priority: "low",
    call: "Anruf {callTime}: {name} braucht Rechnungskopie zu {order}, an {email}.",
    subjects: ["Rechnungskopie {order}", "Rechnung {invoice} bitte noch einmal", "Rechnung für die Steuer"],
    opens: [
      "für [die Steuererklärung|die Hausratversicherung|meine Unterlagen] brauche ich eine Kopie der Rechnung zu {order} vom {boughtLong}. [Per Mail an {email} genügt.|]",
      "ich finde Ihre Rechnung {invoice} nicht mehr. [Können Sie sie mir noch einmal schicken?|Bitte erneut zusenden.]",
    ],
    beats: [
      agent("die Rechnung hängt an. Im Kundenkonto unter „Bestellungen“ finden Sie auch alle älteren.", { attach: ["Rechnung_{invoice}.pdf"] }),
      customer("[Danke!|Vielen Dank, das war schnell.|Super, danke.]"),
    ],
  },
  {
    ...billing, key: "reminder-paid", weight: 2, openFiles: ["Ueberweisung.pdf"],
    subjects: ["Mahnung trotz Zahlung ({invoice})", "Mahnung unberechtigt", "Zahlungserinnerung {invoice}"],
    opens: [
      "heute kam eine Mahnung über {amount} zu {invoice}. Die Rechnung habe ich am {ordered} von {iban} überwiesen, Beleg anbei. [Ich erwarte, dass die Mahngebühr gestrichen wird.|Bitte prüfen Sie das.]",
      "wieso werde ich gemahnt? [Bezahlt ist bezahlt.|Das Geld ist längst raus.] Rechnung {invoice}, überwiesen am {ordered}, [Kontoinhaberin {woman}|Verwendungszweck war die Bestellnummer].",
    ],
    beats: [
      note("Zahlung lag ohne Verwendungszweck auf Klärungskonto. Zugeordnet, Mahnstufe zurückgesetzt."),
      agent("Ihre Zahlung ist da; sie trug statt der Rechnungsnummer die Bestellnummer und wurde deshalb nicht zugeordnet. Das ist jetzt erledigt, die Mahnung ist hinfällig und die Gebühr gestrichen. Bitte entschuldigen Sie den Schreck."),
      customer("[Danke für die Klärung.|Gut. Schriftlich hätte ich es gern auch.|Na also.]"),
    ],
  },
  {
    ...billing, key: "change-bank", weight: 2,
    subjects: ["Neue Bankverbindung", "IBAN ändern, Kundennummer {customerNumber}", "Lastschrift von anderem Konto"],
    opens: [
      "ich habe die Bank gewechselt. Bitte buchen Sie künftig von {iban} ab, Kontoinhaber {name}. [Die alte Verbindung bitte löschen.|]",
      "ab sofort gilt für Lastschriften: {iban}. Mein Geburtsdatum zur Sicherheit: {birthDate}. [Bitte bestätigen.|]",
    ],
    beats: [
      agent("danke. Eine Bankverbindung ändern wir nur nach einer kurzen Prüfung, zu Ihrem Schutz. Bitte bestätigen Sie die Änderung über den Link in Ihrem Kundenkonto. Ihr Geburtsdatum brauchen wir dafür nicht."),
      customer("[Habe ich gemacht.|Bestätigt, sollte jetzt drin sein.]"),
      agent("die neue Bankverbindung ist hinterlegt, die alte gelöscht. Ihre nächste Lastschrift läuft über das neue Konto."),
    ],
  },
  {
    ...billing, key: "giftcard", weight: 2,
    subjects: ["Gutschein {giftCode} wird nicht angenommen", "Geschenkkarte funktioniert nicht", "Restguthaben Gutschein"],
    opens: [
      "ich habe von {third} eine Geschenkkarte über {giftValue} bekommen. Der Code {giftCode} [wird als ungültig abgelehnt|ist angeblich schon eingelöst]. Was tun?",
      "wie viel ist auf {giftCode} noch drauf? [Ich wollte davon {denP} kaufen.|Beim Bezahlen kam eine Fehlermeldung.]",
    ],
    beats: [
      note("Karte im System, aber nicht aktiviert (Kassenfehler). Aktiviert über {giftValue}."),
      agent("die Karte war beim Verkauf nicht freigeschaltet worden. Das habe ich nachgeholt, {giftValue} stehen Ihnen jetzt zur Verfügung."),
      customer("[Klappt, danke.|Jetzt hat es funktioniert!]"),
    ],
  },
  {
    ...billing, key: "instalments", weight: 1,
    subjects: ["Ratenzahlung möglich?", "Zahlungsaufschub {invoice}", "Rechnung {invoice} kann ich gerade nicht zahlen"],
    opens: [
      "die Rechnung {invoice} über {amount} kann ich diesen Monat nicht auf einmal bezahlen. [Ich bin seit einer Bandscheibenoperation arbeitsunfähig.|Mein Arbeitgeber zahlt verspätet.|Durch eine Trennung ist gerade alles durcheinander.] Wären drei Raten möglich?",
      "ich bitte um Stundung von {invoice} bis {soon}. [Bitte rufen Sie nicht auf der Arbeit an, nur unter {phone}.|]",
    ],
    beats: [
      note("Drei Raten genehmigt (Leitung). Gründe nicht weiter notieren."),
      agent("danke, dass Sie sich früh melden. Wir können die {amount} in drei gleichen Monatsraten ohne Zinsen vereinbaren, die erste zum {soon}. Gründe müssen Sie uns dafür nicht nennen. Ist das so in Ordnung für Sie?"),
      customer("[Ja, das hilft mir sehr. Vielen Dank.|Einverstanden.]"),
      agent("dann ist es so vereinbart, die Bestätigung hängt an.", { attach: ["Ratenvereinbarung_{invoice}.pdf"] }),
    ],
  },
];
