import { agent, customer, note, type Script } from "./script";

const complaints = { language: "de", queue: "complaints", purpose: "complaint" } as const;

export const COMPLAINTS_DE: readonly Script[] = [
  {
    ...complaints, key: "rude-call", weight: 3, priority: "high",
    call: "Anruf {callTime}: {name} sehr aufgebracht über Gespräch vom {yesterday}. Sei unterbrochen und ausgelacht worden. Wünscht schriftliche Entschuldigung.",
    subjects: ["BESCHWERDE über Ihr Telefonat", "Unverschämter Ton am Telefon", "So lasse ich nicht mit mir reden", "Beschwerde Gespräch vom {yesterday}"],
    opens: [
      "gestern um {clock} Uhr habe ich bei Ihnen angerufen. [Der Herr am Telefon hat mich ausgelacht|Die Dame hat einfach aufgelegt|Ich wurde dreimal verbunden und dann aus der Leitung geworfen]! [Ich bin am {birthDate} geboren und muss mir so etwas nicht bieten lassen.|SO GEHT MAN NICHT MIT KUNDEN UM!!] Ich erwarte eine Entschuldigung.",
      "was war das bitte für ein Gespräch? [Ich habe eine Angststörung und war danach den ganzen Abend fertig.|Im Hintergrund wurde laut gelacht.|Man hat mir nicht einmal den Namen gesagt.] Es ging nur um {order}. Sie können mich unter {phone} zurückrufen, aber bitte mit Anstand.",
    ],
    beats: [
      note("Eingang bestätigen, Leitung informiert. Gespräch nicht aufgezeichnet."),
      agent("ich bitte Sie für das Gespräch um Entschuldigung. So sprechen wir nicht mit Kundinnen und Kunden. Ich kläre mit der Teamleitung, was passiert ist, und schreibe Ihnen bis {soon}, was wir daraus machen. Um Ihr Anliegen zu {order} kümmere ich mich persönlich."),
      customer(["Na gut, ich bin gespannt. [Schriftlich bitte.|]", "Das ist das Mindeste. [Andernfalls wende ich mich an die Verbraucherzentrale.|]"]),
      note("Rücksprache mit Teamleitung erfolgt, Coaching vereinbart. Keine Namen an Kundschaft."),
      agent("wir haben den Fall im Team besprochen. Ihr Ärger war berechtigt. {order} ist erledigt, und als Entschuldigung schreiben wir Ihnen {giftValue} gut."),
      customer("[Angenommen. Danke.|Dann will ich mal nicht so sein.|Das finde ich anständig.]"),
    ],
  },
  {
    ...complaints, key: "third-repair", weight: 2, priority: "high",
    subjects: ["Zum dritten Mal defekt: {P}", "Jetzt reicht es, {order}", "Rücktritt vom Kauf {order}"],
    opens: [
      "{derP} war jetzt zum dritten Mal in Ihrer Werkstatt und ist WIEDER kaputt. Ich trete vom Kauf zurück und verlange {amount} auf mein Konto {iban}. [Frist: {soon}. Danach gehe ich zum Anwalt.|]",
      "drei Reparaturen, {weeks} Wochen ohne Gerät, keine Entschuldigung. [Mein Vater ist pflegebedürftig und auf das Gerät angewiesen.|Meine Geduld ist am Ende.] Vorgang {returnNumber}. Geld zurück!",
    ],
    beats: [
      note("Historie geprüft: 3 Einsendungen, Rücktritt berechtigt."),
      agent("Sie haben recht, drei Reparaturen sind zu viel. Wir nehmen {denP} zurück und erstatten {amount}. Das Geld ist bis {soon} bei Ihnen; das Gerät lassen wir bei Ihnen abholen."),
      customer("[Endlich. Abholung bitte nachmittags, {address}.|Warum nicht gleich so.|Einverstanden.]"),
      agent("die Abholung ist für {soon} zwischen 14 und 18 Uhr bestellt."),
    ],
  },
  {
    ...complaints, key: "privacy-complaint", weight: 2, priority: "urgent",
    subjects: ["Fremde Rechnung in meinem Paket", "Datenschutzbeschwerde", "Sie haben meine Daten weitergegeben!"],
    opens: [
      "in meinem Paket lag die Rechnung einer fremden Person: {third}, mit Anschrift und Bankverbindung. [Wer bekommt dann meine?|Das ist ein Datenschutzskandal.] Ich behalte mir eine Meldung an die Aufsichtsbehörde vor.",
    ],
    openFiles: ["Foto_Beleg.png"],
    beats: [
      note("Mögliche Datenpanne, sofort an Datenschutz. Zeitpunkt der Kenntnis festgehalten."),
      agent("vielen Dank, dass Sie uns das sofort sagen. Unsere Datenschutzbeauftragte ist eingeschaltet und prüft den Vorfall heute. Bitte heben Sie das Blatt auf, ohne es weiterzugeben; ein frankierter Umschlag ist unterwegs zu Ihnen."),
      customer("[Ist abgeschickt.|Ich bitte um eine schriftliche Stellungnahme.|Gut, ich warte.]"),
      agent("der Vorfall ist aufgeklärt: Zwei Sendungen lagen beim Packen nebeneinander. Betroffene sind informiert, und der Packplatz wurde umgestellt. Ihre eigenen Unterlagen waren richtig adressiert."),
    ],
  },
  {
    ...complaints, key: "neighbour-knew", weight: 1, priority: "high",
    subjects: ["Mein Nachbar weiß, was ich bestelle", "Verschwiegenheit?", "Diskretion bei Lieferung {order}"],
    opens: [
      "mein Nachbar {neighbour} wusste von meiner Bestellung {order}, [weil der Inhalt außen auf dem Karton stand|weil Ihr Zusteller mit ihm darüber gesprochen hat]. Das geht niemanden etwas an, [es handelt sich um ein Gerät für meine Erkrankung|ihn schon gar nicht].",
    ],
    beats: [
      note("Datenschutz informiert. Versandetikett der Sendung {tracking} angefordert."),
      agent("Sie haben recht: Was Sie bestellen, geht niemanden etwas an. Ich lasse prüfen, was auf dem Etikett stand und was der Paketdienst dazu sagt, und schreibe Ihnen bis {soon}."),
      customer("[Ich bitte darum.|Gut, aber bitte schriftlich.|Erreichbar bin ich unter {phone}, nicht über die Nachbarn.]"),
      agent("auf dem Etikett stand der Artikelname als Packhinweis. Das haben wir abgestellt; Ihre Sendungen kommen künftig in neutralen Kartons. Ich bitte Sie um Entschuldigung."),
    ],
  },
  {
    ...complaints, key: "price-promise", weight: 2,
    subjects: ["Falscher Preis berechnet", "Angebot nicht eingehalten ({order})", "Rabatt {discount} % fehlt"],
    opens: [
      "im Prospekt stand {derP} mit {discount} % Rabatt, berechnet wurde der volle Preis {amount}. [Das ist Kundenfang.|Am Telefon hat man mir den Rabatt fest zugesagt.] Bestellung {order}.",
      "Ihre Kollegin hat mir am {ordered} {discount} % zugesichert. [Davon will jetzt niemand etwas wissen.|Auf der Rechnung {invoice} steht davon nichts.]",
    ],
    beats: [
      agent("der Rabatt gilt, er wurde bei telefonischen Bestellungen falsch übernommen. Die Differenz erstatten wir auf Ihr Zahlungsmittel, eine berichtigte Rechnung hängt an.", { attach: ["Rechnung_{invoice}_korrigiert.pdf"] }),
      customer("[Danke, damit ist es für mich erledigt.|Geht doch.]"),
      note("Fehler im Bestellformular an IT gemeldet."),
    ],
  },
];
