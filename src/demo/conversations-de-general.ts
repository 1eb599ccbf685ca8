import { agent, customer, note, type Script } from "./script";

const general = { language: "de", queue: "general", purpose: "support" } as const;

export const GENERAL_DE: readonly Script[] = [
  {
    ...general, key: "moved-house", weight: 2,
    call: "Anruf {callTime}: Umzug. Neue Anschrift von {name}: {newAddress}. Alte Straße und Kundennummer stimmen.",
    subjects: ["Adressänderung {customerNumber}", "Umzug, neue Anschrift", "Neue Adresse ab sofort"],
    opens: [
      "wir sind umgezogen. Neue Anschrift: {newAddress}. [Die alte ({address}) gilt nicht mehr.|Telefon bleibt {phone}.]",
      "bitte ändern Sie meine Adresse auf {newAddress}. [Nach der Scheidung wohne ich dort allein, bitte an die alte Adresse nichts mehr schicken.|Kundennummer {customerNumber}.]",
    ],
    beats: [
      agent("die neue Anschrift ist eingetragen und gilt ab sofort für Lieferungen und Rechnungen."),
      customer("[Danke!|Besten Dank.|Prima. Bitte auch den Katalog dorthin.]"),
    ],
  },
  {
    ...general, key: "login-trouble", weight: 2, openFiles: ["Fehlermeldung.png"],
    subjects: ["Kann mich nicht anmelden", "Passwort-Mail kommt nicht an", "Kundenkonto gesperrt?"],
    opens: [
      "ich komme nicht mehr in mein Konto. Die Mail zum Zurücksetzen [kommt nicht an|ist angeblich abgelaufen]. Meine Adresse ist {email}. [Spam habe ich geprüft.|]",
      "nach drei Versuchen ist das Konto gesperrt. [Bildschirmfoto anbei.|Ich will doch nur {denP} bestellen.] Bitte freischalten, Kundennummer {customerNumber}.",
    ],
    beats: [
      agent("Ihr Konto ist wieder frei, und eine neue Mail zum Zurücksetzen ist unterwegs. Der Link gilt eine Stunde. Bitte nennen Sie uns Ihr Passwort nie, auch nicht per Mail."),
      customer(["[Jetzt ging es. Danke.|Hat geklappt!]", "Immer noch nichts. Können Sie es an {woman} schicken, das ist meine Tochter?"]),
      agent("danke für die Rückmeldung. Ein Hinweis für alle Fälle: An eine andere Adresse als die hinterlegte senden wir den Link grundsätzlich nicht; wenn Sie sie ändern möchten, helfen wir gern dabei."),
    ],
  },
  {
    ...general, key: "product-advice", purpose: "order", weight: 3, about: ["outdoor", "tent"], priority: "low",
    subjects: ["Frage zu {P}", "Beratung {P}", "Passt {derP} für mich?"],
    opens: [
      "ich überlege, {denP} zu kaufen. [Ist {er} auch für Minusgrade geeignet?|Hält {er} auch drei Tage Regen aus?|Wie schwer ist das komplett?] [Ich habe Asthma und achte auf Ausdünstungen.|Wir wollen damit sechs Wochen durch Norwegen.|]",
      "für eine zweiwöchige Tour suche ich noch {einenP}. {Q} habe ich schon. [Passt das zusammen?|Im Shop steht dazu wenig.] [Gern auch telefonisch, {phone}.|]",
    ],
    beats: [
      agent("schöne Frage. {DerP} ist für drei Jahreszeiten ausgelegt und lässt sich 30 Tage lang in Ruhe ausprobieren. Ein ausführliches Datenblatt hängt an; wenn Sie mir sagen, wofür Sie es brauchen, rate ich Ihnen gern gezielt.", { attach: ["Datenblatt_{brand}.pdf"] }),
      customer("[Danke, ich bestelle.|Das hilft mir weiter.|Ich schlafe noch eine Nacht drüber.] [{third} hat das auch und ist zufrieden.|]"),
    ],
  },
  {
    ...general, key: "back-in-stock", purpose: "order", weight: 2, priority: "low",
    subjects: ["Wann ist {derP} wieder lieferbar?", "{P} ausverkauft", "Vormerken: {P}"],
    opens: [
      "{derP} steht seit {weeks} Wochen auf „ausverkauft“. [Kommt da noch etwas nach?|Lohnt sich das Warten?] Gern eine kurze Nachricht an {email} [oder SMS an {phone}|].",
      "können Sie mir {denP} zurücklegen, sobald {er} wieder da ist? [Es soll ein Geschenk für {woman} werden.|Zur Not nehme ich auch ein Ausstellungsstück.]",
    ],
    beats: [
      agent(["die nächste Lieferung erwarten wir am {soon}. Ich habe Sie vorgemerkt; Sie erhalten eine Nachricht, bevor der Artikel wieder im Shop steht.", "gute Nachricht: Am {soon} kommt Nachschub. Die Vormerkung verpflichtet Sie zu nichts."]),
      customer("[Danke, dann warte ich.|Prima.|Das dauert mir zu lang, bitte wieder streichen.]"),
    ],
  },
  {
    ...general, key: "cancel-order", purpose: "order", weight: 3,
    call: "Anruf {callTime}: {name} möchte {order} stornieren, [versehentlich bestellt|doppelt bestellt].",
    subjects: ["Storno {order}", "Bestellung {order} bitte stornieren", "Versehentlich doppelt bestellt"],
    opens: [
      "ich habe versehentlich zweimal bestellt: {order} und {order2}. Die zweite bitte stornieren.",
      "bitte stornieren Sie {order} ({P}). [Ich habe es woanders günstiger gefunden.|Mein Enkel hat auf den Knopf gedrückt.|Hat sich erledigt.]",
    ],
    beats: [
      agent(["erledigt, die Bestellung ist storniert. Es wurde noch nichts abgebucht.", "die Sendung hat unser Lager leider schon verlassen. Nehmen Sie sie einfach nicht an, dann kommt sie kostenlos zurück, und wir erstatten {amount}."]),
      customer("[Danke für die schnelle Hilfe.|Alles klar.|Perfekt.]"),
      note("Storno im Lager bestätigt."),
    ],
  },
  {
    ...general, key: "newsletter", weight: 2, priority: "low",
    subjects: ["Newsletter abbestellen", "Keine Werbung mehr bitte", "Trotz Abmeldung weiter Mails"],
    opens: [
      "ich bekomme trotz Abmeldung weiter Ihre Werbung an {email}. [Bitte endlich löschen.|Das ist jetzt das dritte Mal.]",
      "bitte keinen Katalog und keine Newsletter mehr. [Meine Mutter {woman}, an die der Katalog geht, ist verstorben.|] Anschrift: {address}.",
    ],
    beats: [
      agent("Ihr Widerspruch gilt ab sofort: keine Werbung mehr per Mail und per Post. Ein bereits gedruckter Katalog kann in den nächsten zwei Wochen noch ankommen, dafür bitte ich um Nachsicht."),
      customer("[Danke.|Gut so.|In Ordnung.]"),
    ],
  },
  {
    ...general, key: "data-question", weight: 2,
    subjects: ["Welche Daten haben Sie von mir?", "Auskunft nach Art. 15 DSGVO", "Woher haben Sie meine Nummer?"],
    opens: [
      "bitte teilen Sie mir mit, welche Daten Sie zu meiner Person gespeichert haben, woher sie stammen und an wen sie gehen. Kundennummer {customerNumber}, geboren am {birthDate}.",
      "ich bin unter {phone} angerufen worden, obwohl ich diese Nummer nie angegeben habe. [Woher haben Sie die?|Bitte löschen.]",
    ],
    priority: "high",
    beats: [
      note("Auskunftsersuchen, an Datenschutz übergeben. Frist ein Monat."),
      agent("Ihre Anfrage ist angekommen und liegt bei unserer Datenschutzbeauftragten. Sie erhalten die vollständige Auskunft innerhalb eines Monats, auf Wunsch elektronisch. Um sicherzugehen, dass wir die Richtige oder den Richtigen informieren, bestätigen Sie bitte den Link im Kundenkonto."),
      customer("[Bestätigt.|Ich bitte um Zusendung per Post.|Danke, dann warte ich ab.]"),
    ],
  },
  {
    ...general, key: "praise", weight: 2, priority: "low",
    subjects: ["Ein Lob", "Danke an {agentFirst}", "Das muss auch mal gesagt werden"],
    opens: [
      "ich möchte mich bedanken. {agentFirst} aus Ihrem Team hat mir [am Telefon sehr geduldig|wirklich freundlich] geholfen, obwohl ich [schlecht höre|schon ziemlich genervt war]. [So etwas erlebt man selten.|]",
      "{derP} läuft seit Jahren ohne Murren. [Jetzt hat meine Schwester {woman} auch bestellt.|Weiter so!]",
    ],
    beats: [agent("was für eine nette Nachricht, vielen Dank! Ich habe sie im Team weitergegeben."), note("Ans Team weitergeleitet.")],
  },
  {
    ...general, key: "subscription", purpose: "order", weight: 2, about: ["kitchen", "home"],
    subjects: ["Filter-Abo kündigen", "Abo pausieren", "Lieferrhythmus ändern"],
    opens: [
      "ich habe ein Abo für Filter zu {demP} (Vertrag {order}). [Bitte zum nächsten Termin kündigen.|Kann ich zwei Monate aussetzen? Ich bin zur Reha.]",
      "bitte das Abo {order} auf [alle drei Monate|halbjährlich] umstellen, wir verbrauchen [weniger als gedacht|kaum etwas].",
    ],
    beats: [
      agent("das Abo ist wie gewünscht geändert. Die nächste Lieferung wäre am {soon} fällig gewesen und entfällt; abgebucht wird dafür nichts."),
      customer("[Danke sehr.|Bestens.|Und die Bestätigung bitte noch an {email}.]"),
      agent("die Bestätigung ist unterwegs.", { attach: ["Abo_{order}.pdf"] }),
    ],
  },
  {
    ...general, key: "relative-writes", weight: 1, companion: true,
    subjects: ["Ich schreibe im Namen von {third}", "Bestellung von {third}", "Vollmacht für {third}"],
    opens: [
      "ich kümmere mich um die Angelegenheiten von {third}, {thirdEmail}. [Seit einem Schlaganfall fällt das Sprechen schwer.|Die Augen machen nicht mehr mit.] Es geht um {order}: Können Sie mir sagen, was noch offen ist?",
      "{third} hat bei Ihnen {denP} bestellt, [braucht das aber gar nicht|und es nicht verstanden]. Was muss ich tun? Meine Nummer: {phone}.",
    ],
    beats: [
      agent("danke, dass Sie sich kümmern. Zu einem fremden Kundenkonto darf ich Ihnen ohne Vollmacht nichts sagen, auch nicht in der Familie. Ein formloses Schreiben mit Unterschrift genügt; ich setze {third} hier in Kopie.", { cc: true }),
      customer("[Verstehe.|Das ist umständlich, aber gut.] Die Vollmacht hängt an.", { attach: ["Vollmacht.pdf"] }),
      note("Vollmacht liegt vor, Unterschrift plausibel."),
      agent("danke, damit kann ich helfen: Offen ist nichts mehr, die Bestellung lässt sich bis {soon} kostenlos zurückgeben."),
    ],
  },
];
