import { agent, customer, note, type Script } from "./script";

const shipping = { language: "de", queue: "shipping" } as const;

export const SHIPPING_DE: readonly Script[] = [
  {
    ...shipping, key: "parcel-late", purpose: "delivery", weight: 3,
    call: "Anruf {callTime}: {name} fragt nach {order} ({P}), zugesagt für {promised}. Rückruf erbeten unter {phone}.",
    subjects: ["Wo bleibt mein Paket {order}?", "Lieferung {order} überfällig", "{P} noch nicht angekommen", "Paket seit {days} Tagen unterwegs"],
    opens: [
      "am {ordered} habe ich bei Ihnen {denP} bestellt (Bestellung {order}). Laut Sendungsverfolgung {tracking} [liegt das Paket seit Tagen im Verteilzentrum|tut sich seit dem {promised} nichts mehr]. [Wann kann ich damit rechnen?|Können Sie bitte nachforschen?] [Es sollte ein Geburtstagsgeschenk für meinen Mann werden.|Wir fahren am {soon} in den Urlaub und brauchen es vorher.|]",
      "meine Bestellung {order} sollte am {promised} kommen. [Bis heute ist nichts da.|Ich war extra den ganzen Tag zu Hause, niemand hat geklingelt.] Sie erreichen mich tagsüber unter {phone}. [Bitte kümmern Sie sich darum.|Was ist da los?]",
      "Bestellung {order}, {P}, bezahlt am {ordered}. [Wo ist das Paket?|Seit {days} Tagen keine Bewegung.] Bitte um kurze Info.",
    ],
    beats: [
      agent(["vielen Dank für Ihre Nachricht. Ihre Sendung {tracking} wurde am {promised} im Verteilzentrum zuletzt erfasst. Ich habe heute eine Nachforschung beim Paketdienst beantragt; das dauert in der Regel zwei bis drei Werktage. Ich melde mich, sobald ich etwas weiß.", "es tut mir leid, dass Sie auf {denP} warten. Das Paket {tracking} ist offenbar beim Umladen liegen geblieben. Der Paketdienst prüft das bis {soon}. Kommt es bis dahin nicht an, schicken wir Ihnen ein neues."]),
      note("Nachforschung {tracking} beantragt, Frist {soon}.[ Es eilt.|]"),
      customer(["[Danke für die schnelle Antwort.|Gut, danke.] Falls ich nicht da bin, kann das Paket bei {neighbour} nebenan abgegeben werden.", "Heute ist es angekommen, [der Karton war etwas eingedrückt, Inhalt aber in Ordnung|alles heil]. Danke!"]),
      agent("[das freut mich|danke für die Rückmeldung]. Ich habe den Hinweis beim Paketdienst hinterlegt. Wenn noch etwas offen ist, antworten Sie einfach auf diese Nachricht."),
    ],
  },
  {
    ...shipping, key: "wrong-neighbour", purpose: "delivery", weight: 2,
    subjects: ["Paket bei unbekanntem Nachbarn abgegeben", "Angeblich zugestellt: {order}", "Zustellung an Familie {neighbour}?"],
    opens: [
      "laut Paketdienst wurde meine Bestellung {order} am {promised} bei „{neighbour}“ abgegeben. [Hier im Haus wohnt niemand mit diesem Namen.|Herr {neighbour} ist vor einem Jahr ausgezogen.] Ich wohne {address}. Wo ist mein Paket?",
      "im Briefkasten lag eine Karte: Paket bei {neighbour}, [Hausnummer unleserlich|im Nebenhaus]. Ich habe überall geklingelt. [Ich gehe nach einer Hüftoperation an Krücken und kann nicht die ganze Straße ablaufen.|Keiner weiß etwas.] Bestellnummer {order}.",
    ],
    beats: [
      agent("das ist ärgerlich. Ich habe beim Paketdienst den Ablieferbeleg zu {tracking} angefordert; darauf stehen Uhrzeit und Unterschrift. Haben Sie uns eine Abstellerlaubnis erteilt?"),
      customer(["Nein, eine Abstellerlaubnis gibt es nicht. [Ich möchte auch künftig keine.|]", "Abstellgenehmigung habe ich nie unterschrieben. Ich bin unter {phone} zu erreichen."]),
      note("Ablieferbeleg da: Unterschrift unleserlich, Zustellung um {clock}. Schadenfall beim Paketdienst gemeldet."),
      agent("der Beleg nennt tatsächlich eine Adresse, die nicht Ihre ist. Der Fehler liegt also nicht bei Ihnen: Wir senden {denP} heute noch einmal los, an {address}. Die Zustellung ist nur an Sie persönlich möglich."),
      customer("[Perfekt, vielen Dank.|Angekommen, danke Ihnen.|Super Service, danke {agentFirst}!]"),
    ],
  },
  {
    ...shipping, key: "damaged-box", purpose: "delivery", weight: 2, openFiles: ["Karton_{order}.png", "Schaden.png"],
    subjects: ["Transportschaden {P}", "Karton aufgerissen, Ware beschädigt ({order})", "{P} kam kaputt an"],
    opens: [
      "heute kam {derP} an, leider [mit einer großen Delle|mit gesplittertem Gehäuse|völlig zerkratzt]. Der Karton war schon aufgerissen, der Fahrer [hatte es eilig|wollte nichts vermerken]. Fotos hängen an. Bestellung {order}.",
      "anbei Bilder von meiner Lieferung {order}. [So kann man doch nichts verschicken.|Da war kaum Polster drin.] Ich hätte gern Ersatz.",
    ],
    beats: [
      agent("danke für die Bilder, damit ist alles belegt. Ein Ersatz ist heute unterwegs zu Ihnen. Bitte heben Sie Karton und Ware noch zehn Tage auf, falls der Paketdienst sie sehen möchte; zurückschicken müssen Sie nichts."),
      note("Ersatz ausgelöst, Schadenmeldung mit Fotos an Paketdienst."),
      customer(["Ersatz ist da, einwandfrei. [Vielen Dank!|Danke für die unkomplizierte Hilfe.]", "Und wohin dann mit dem kaputten Teil?"]),
      agent("[gern|sehr gern]. Das beschädigte Stück dürfen Sie nach Ablauf der Frist beim Wertstoffhof abgeben."),
    ],
  },
  {
    ...shipping, key: "address-before-dispatch", purpose: "order", weight: 2,
    call: "Anruf {callTime}: {name} bittet um andere Lieferadresse für {order}: {newAddress}. Kundennummer und Bestellung genannt, passt.",
    subjects: ["Lieferadresse ändern {order}", "Bitte andere Adresse für {order}", "Falsche Hausnummer angegeben"],
    opens: [
      "ich habe gestern bestellt ({order}) und aus Versehen die alte Anschrift stehen lassen. Bitte liefern Sie an: {newAddress}. [Geht das noch?|Hoffentlich ist es noch nicht raus.]",
      "bei Bestellung {order} stimmt die Hausnummer nicht. Richtig ist {newAddress}. [Bei Fragen: {phone}|]",
      "können Sie {order} bitte zu meiner Mutter schicken? {woman}, {newAddress}. [Sie ist nach einem Sturz noch schlecht zu Fuß, bitte nicht zur Packstation.|Ich bin verreist.]",
    ],
    beats: [
      agent(["die Sendung war noch nicht gepackt, ich habe die Lieferadresse geändert. Ihre Rechnungsadresse bleibt, wie sie ist. Soll ich die neue Anschrift auch in Ihrem Kundenkonto hinterlegen?", "das hat gerade noch geklappt: {order} geht an die neue Adresse, voraussichtlich am {soon}."]),
      customer("[Ja bitte, gern auch im Konto ändern.|Nein danke, nur dieses Mal.|Danke, das ging schnell.]"),
      agent("erledigt. Einen schönen Tag noch."),
    ],
  },
  {
    ...shipping, key: "partial-delivery", purpose: "delivery", weight: 2,
    subjects: ["Es fehlt etwas: {order}", "Teillieferung? {P} nicht im Paket", "Nur ein Artikel von zwei geliefert"],
    opens: [
      "in meinem Paket zu {order} war nur {derP}. Es fehlt: {Q}. Auf dem Lieferschein [steht beides|ist es abgehakt]. [Kommt da noch etwas?|Bitte nachliefern.]",
      "ich hatte zwei Artikel bestellt, {P} und {Q}. Geliefert wurde nur der erste, abgebucht aber beides. Bestellung {order} vom {ordered}.",
    ],
    openFiles: ["Lieferschein_{order}.pdf"],
    beats: [
      note("Lager gefragt: {Q} laut Scan im zweiten Karton."),
      agent("Ihre Bestellung ging in zwei Kartons auf die Reise. Der zweite mit der Sendungsnummer {tracking} ist noch unterwegs und sollte bis {soon} ankommen."),
      customer(["Ah, [das stand in keiner Mail|das wusste ich nicht]. Dann warte ich.", "Zweites Paket ist da. Danke."]),
    ],
  },
  {
    ...shipping, key: "pickup-station", purpose: "delivery",
    subjects: ["Paket lag nur drei Tage in der Station", "Rücksendung ohne Abholung {order}", "Abholcode nicht bekommen"],
    opens: [
      "mein Paket {tracking} wurde in eine Packstation umgeleitet, aber ich habe nie einen Abholcode bekommen. [Jetzt geht es zurück an Sie.|] Meine Handynummer ist {phone}, die alte {otherPhone} gibt es nicht mehr.",
      "{order} ist auf dem Weg zurück zu Ihnen, weil ich es nicht abgeholt habe. [Ich lag im Krankenhaus und konnte nicht.|Ich war beruflich unterwegs.] Können Sie es noch einmal schicken?",
    ],
    beats: [
      agent("sobald die Rücksendung bei uns eingetroffen ist, schicken wir sie kostenlos ein zweites Mal los. Soll sie wieder an {address} gehen?"),
      customer("[Ja, bitte an diese Adresse.|Ja. Abends nach 18 Uhr ist immer jemand da.|Genau, und bitte die Handynummer {phone} angeben.]"),
      agent("notiert. Sie bekommen eine Nachricht, wenn das Paket unser Lager verlässt."),
      note("Wartet auf Eingang Rückläufer {tracking}."),
    ],
  },
];
