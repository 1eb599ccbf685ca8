import { agent, customer, note, type Script } from "./script";

const returns = { language: "de", queue: "returns" } as const;

export const RETURNS_DE: readonly Script[] = [
  {
    ...returns, key: "return-label", purpose: "order", weight: 3,
    subjects: ["Retourenschein für {order}", "Rücksendung {P}", "Label lässt sich nicht drucken", "Widerruf Bestellung {order}"],
    opens: [
      "{derP} [gefällt mir leider nicht|ist größer als gedacht|passt nicht in unsere Küche]. Ich möchte {ihn} zurückgeben. Bitte schicken Sie mir einen Rücksendeschein für {order}. [Einen Drucker habe ich nicht.|]",
      "hiermit widerrufe ich meine Bestellung {order} vom {ordered}. Bitte erstatten Sie den Betrag auf mein Konto {iban}. [Wie komme ich an ein Etikett?|]",
      "der Link zum Retourenlabel [führt ins Leere|zeigt nur eine weiße Seite]. Bestellung {order}, {P}. Können Sie es mir an {email} mailen?",
    ],
    beats: [
      agent(["gern. Ihr Retourenschein {returnNumber} hängt an. Ohne Drucker geht es auch: Zeigen Sie den QR-Code in der Filiale vor. Nach Eingang erstatten wir innerhalb von fünf Werktagen auf dem Weg, auf dem Sie bezahlt haben.", "im Anhang finden Sie das Etikett {returnNumber}. Die Rücksendung kostet Sie nichts, und den Kaufpreis erstatten wir, sobald das Paket bei uns ist."], { attach: ["Retoure_{returnNumber}.pdf"] }),
      customer(["Paket ist abgegeben, [Beleg liegt bei|Quittung habe ich]. Wann kommt das Geld?", "Danke, hat funktioniert."]),
      note("Retoure {returnNumber} eingegangen, Ware einwandfrei. Erstattung {amount} angewiesen."),
      agent("Ihre Rücksendung ist angekommen. Wir haben {amount} angewiesen, je nach Bank dauert es zwei bis drei Tage."),
    ],
  },
  {
    ...returns, key: "kettle-dead", purpose: "warranty", about: ["kitchen"], weight: 3, openFiles: ["Video_Standbild.png"],
    call: "Anruf {callTime}: {DerP} von {name} geht nach drei Wochen nicht mehr an. Bestellung {order}. Steckdose schon gewechselt.",
    subjects: ["{P} nach drei Wochen defekt", "{P} geht nicht mehr an", "Garantiefall {P}", "Reklamation {order}"],
    opens: [
      "{derP} vom {bought} [geht seit heute früh nicht mehr an|schaltet sich nach wenigen Sekunden ab|riecht verschmort]. Bestellung {order}, Seriennummer {serial}. [Andere Steckdosen habe ich probiert.|] Was nun?",
      "nach gerade mal drei Wochen ist {derP} kaputt. [So schnell war noch kein Gerät hinüber.|Die Kontrollleuchte blinkt nur noch rot.] Bitte um Austausch, Rechnung {invoice} liegt mir vor.",
    ],
    beats: [
      agent("das darf nach drei Wochen nicht passieren. Bitte benutzen Sie das Gerät nicht mehr. Sie haben die Wahl: Ich schicke Ihnen sofort ein neues, oder wir reparieren. Für die Rücksendung liegt ein Etikett bei.", { attach: ["Retoure_{returnNumber}.pdf"] }),
      customer(["Bitte ein neues, [ich brauche es jeden Tag|ohne geht hier nichts]. Adresse ist unverändert: {address}.", "Dann lieber Umtausch. [Meine Frau ist Diabetikerin und wir kochen viel selbst, eine Woche ohne geht nicht.|Danke.]"]),
      note("Austausch ausgelöst, Altgerät Serie {serial} an Qualität. [Dritter Fall dieser Charge.|]"),
      agent("das Ersatzgerät ist heute rausgegangen (Sendung {tracking}). Das defekte können Sie in denselben Karton legen und mit dem Etikett zurückschicken."),
      customer("[Neues Gerät läuft. Danke!|Angekommen und funktioniert, vielen Dank für die schnelle Hilfe.]"),
    ],
  },
  {
    ...returns, key: "tent-warranty", purpose: "warranty", about: ["tent"], weight: 2, openFiles: ["Gestaenge.png", "Kaufbeleg.pdf"],
    subjects: ["Garantie {P}: Naht gerissen", "Zeltgestänge gebrochen", "{P} undicht nach einer Saison"],
    opens: [
      "wir haben am {boughtLong} bei Ihnen {einenP} gekauft. [Bei der ersten Tour im Regen war morgens alles nass.|Beim Aufbau ist eine Stange gesplittert, mein Sohn hat sich an der Hand verletzt.|An der Firstnaht löst sich das Band.] Gilt da noch die Garantie? Fotos und Beleg anbei.",
      "{derP} hat uns im Stich gelassen: [Reißverschluss ausgerissen|Gestänge gebrochen|Boden undicht]. Rechnung {invoice}. Wir waren zu viert mit {third} und den Kindern unterwegs und mussten abbrechen.",
    ],
    beats: [
      agent("das klingt nach einer verdorbenen Tour, das tut mir leid. Auf {denP} geben wir drei Jahre Garantie, auf Nähte und Gestänge ohne Einschränkung. Schicken Sie es uns bitte trocken und mit dem Beileger zurück; unsere Werkstatt meldet sich nach etwa zehn Tagen.", { attach: ["Werkstattauftrag_{returnNumber}.pdf"] }),
      customer("[Ist verschickt.|Paket ist unterwegs.] Wir haben am {soon} die nächste Fahrt geplant, [bekommen wir bis dahin ein Leihzelt?|klappt das bis dahin?]"),
      note("Werkstatt: Naht nachgeschweißt, 2 Segmente ersetzt. Kulant Heringe beigelegt."),
      agent("die Reparatur ist fertig und das Zelt ist auf dem Rückweg zu Ihnen ({tracking}). Für die Umstände haben wir einen Satz neuer Heringe beigelegt."),
    ],
  },
  {
    ...returns, key: "wrong-item", purpose: "order", weight: 2, openFiles: ["falscher_Artikel.png"],
    subjects: ["Falscher Artikel geliefert ({order})", "Statt {P} kam etwas anderes", "Verwechslung bei {order}"],
    opens: [
      "bestellt hatte ich {denP}, im Paket war: {Q}. [Auf dem Lieferschein steht außerdem ein fremder Name, {third}.|Bestellnummer {order}.] Bitte um Tausch.",
      "da hat wohl jemand ins falsche Regal gegriffen. {Q} statt {P}, Bestellung {order}. [Foto anbei.|]",
    ],
    beats: [
      agent("da ist uns ein Fehler unterlaufen. {DerP} geht heute an Sie raus, für den falschen Artikel liegt ein Rücksendeetikett bei. Falls ein fremder Lieferschein dabei war: Bitte vernichten Sie ihn und geben Sie keine Angaben daraus weiter."),
      note("Packfehler Band 3. [Fremder Lieferschein im Karton, an Datenschutz gemeldet.|Vertauscht mit {order2}.]"),
      customer("[Alles klar, das falsche geht morgen zurück.|Richtiger Artikel ist da. Danke.|Lieferschein habe ich zerrissen.]"),
    ],
  },
  {
    ...returns, key: "repair-status", purpose: "warranty", weight: 2,
    call: "Anruf {callTime}: {name} fragt nach Reparatur {returnNumber} ({P}), seit {weeks} Wochen bei uns.",
    subjects: ["Stand der Reparatur {returnNumber}", "Seit {weeks} Wochen in der Werkstatt", "Wann bekomme ich {denP} zurück?"],
    opens: [
      "vor {weeks} Wochen habe ich {denP} eingeschickt (Vorgang {returnNumber}). [Seitdem höre ich nichts.|Wie weit ist die Werkstatt?] Tel. {phone}.",
      "Reparaturauftrag {returnNumber}: [Gibt es einen Kostenvoranschlag?|Gibt es etwas Neues?] Gerät {P}, Seriennummer {serial}.",
    ],
    beats: [
      note("Werkstatt: Ersatzteil bestellt, kommt {soon}."),
      agent("Ihr Gerät liegt bei uns in der Werkstatt, es fehlt noch ein Ersatzteil. Es soll am {soon} eintreffen, danach geht es innerhalb von zwei Tagen zurück. Für Sie entstehen keine Kosten."),
      customer(["[Na gut. Dann warte ich noch.|Danke für die ehrliche Auskunft.]", "Falls es länger dauert, hätte ich lieber das Geld zurück, {amount}."]),
      agent("das verstehe ich. Wenn es bis {soon} nicht klappt, erstatten wir den Kaufpreis. Ich habe mir den Vorgang vorgemerkt."),
    ],
  },
  {
    ...returns, key: "refund-missing", purpose: "order", weight: 2,
    subjects: ["Erstattung {order} fehlt", "Retoure angekommen, Geld nicht", "Wo bleibt die Gutschrift?"],
    opens: [
      "die Retoure {returnNumber} ist laut Sendungsverfolgung seit dem {ordered} bei Ihnen. Auf meinem Konto {iban} ist [noch nichts eingegangen|kein Cent angekommen]. Es geht um {amount}.",
      "ich warte seit {days} Tagen auf die Erstattung für {denP} ({order}). [Das Geld brauche ich dringend, ich bin gerade krankgeschrieben.|Bitte prüfen.]",
    ],
    beats: [
      note("Retoure lag unbearbeitet im Wareneingang. Freigabe eingeholt."),
      agent("Ihre Rücksendung war angekommen, aber noch nicht verbucht; das war unser Versäumnis. Die Erstattung von {amount} ist heute angewiesen."),
      customer("[Gut, danke.|Eingegangen. Danke fürs Kümmern.|Ist da, aber bitte nächstes Mal ohne Nachfragen.]"),
    ],
  },
  {
    ...returns, key: "spare-part", purpose: "warranty", about: ["kitchen", "home"],
    subjects: ["Ersatzteil für {P}", "Dichtung / Filter für {P} nachkaufen?", "Deckel für {P}"],
    opens: [
      "gibt es für {denP} (Serie {serial}) [einen neuen Deckel|Ersatzfilter|eine neue Dichtung]? Im Shop finde ich nichts. [Ich habe eine Hausstauballergie und brauche den Filter regelmäßig.|]",
      "mir ist bei {demP} [der Deckelgriff abgebrochen|das Kabel vom Hund zerbissen worden]. Kann man das einzeln bekommen?",
    ],
    beats: [
      agent("ja, das Teil gibt es einzeln für 8,90 € zuzüglich Versand. Soll ich es mit Rechnung an {address} schicken?"),
      customer("[Ja, bitte zwei Stück.|Gern, danke.|Ja, bitte auf Rechnung.]"),
      agent("ist bestellt. Die Auftragsnummer lautet {order2}."),
    ],
  },
];
