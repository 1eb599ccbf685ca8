import { agent, customer, note, type Script } from "./script";

const business = { language: "de", business: true } as const;

export const BUSINESS_DE: readonly Script[] = [
  {
    ...business, key: "bulk-order", queue: "general", purpose: "order", weight: 4, companion: true,
    subjects: ["Angebot über {quantity} Stück {P}", "Sammelbestellung {organisation}", "Mengenrabatt {P}?"],
    opens: [
      "wir ({organisation}) möchten {quantity} Stück {P} bestellen. [Welchen Preis können Sie uns machen?|Gibt es ab dieser Menge Rabatt?] Lieferung bis {soon} an {address}. [Um die Rechnung kümmert sich {third}.|]",
      "wir brauchen für [unsere Mitarbeitenden|eine Freizeit|die neue Saison] {quantity}-mal {denP}. Bitte um ein Angebot an {email}. {position}, {organisation}.",
    ],
    beats: [
      note("{quantity} Stück auf Lager. {discount} % freigegeben."),
      agent("vielen Dank für Ihre Anfrage. {quantity} Stück {P} können wir bis {soon} liefern und geben Ihnen {discount} % auf den Listenpreis von {total}. Das Angebot hängt an und gilt 14 Tage.", { attach: ["Angebot_{order}.pdf"], cc: true }),
      customer("[Das passt, bitte liefern.|Freigabe liegt vor, wir bestellen.] Rechnung bitte [an {third}|mit unserer Bestellnummer 45-{order}].", { cc: true }),
      agent("Ihr Auftrag {order} ist angelegt. Die Sendung kommt auf Palette, der Fahrer meldet sich eine Stunde vorher unter {phone}."),
    ],
  },
  {
    ...business, key: "invoice-address", queue: "billing", purpose: "invoicing", weight: 3, companion: true,
    subjects: ["Rechnung {invoice}: Firmierung falsch", "Korrektur Rechnungsempfänger", "USt-IdNr. fehlt auf {invoice}"],
    opens: [
      "auf Rechnung {invoice} steht mein Privatname statt {organisation}. [So können wir sie nicht buchen.|Unsere Buchhaltung ({third}) nimmt sie so nicht an.] Bitte korrigieren.",
      "bitte stellen Sie {invoice} neu aus auf: {organisation}, {address}. [Es eilt wegen des Monatsabschlusses.|Zahlung erfolgt von {iban}.]",
    ],
    beats: [
      agent("die berichtigte Rechnung hängt an; die alte ist storniert.", { attach: ["Rechnung_{invoice}_neu.pdf"], cc: true }),
      customer("[Danke, passt so.|Perfekt, ist gebucht.]"),
    ],
  },
  {
    ...business, key: "site-delivery", queue: "shipping", purpose: "delivery", weight: 3,
    subjects: ["Anlieferung {order} vor 10 Uhr", "Spedition findet uns nicht", "Avisierung Palette {order}"],
    opens: [
      "die Spedition steht mit {order} am falschen Tor. [Bitte soll der Fahrer {phone} anrufen.|Zufahrt ist hinten, Haus B.] {organisation}, {address}.",
      "für die Anlieferung von {order} am {soon} bitte beachten: [Annahme nur bis 10 Uhr|keine Rampe, Hebebühne nötig]. Unser Hausmeister {man} nimmt an, Tel. {otherPhone}.",
    ],
    beats: [
      note("Spedition angerufen, Hinweis ist beim Fahrer."),
      agent("ich habe die Spedition erreicht und Ihren Hinweis weitergegeben. Der Fahrer ruft vor der Ankunft an. Bitte prüfen Sie die Palette, bevor Sie unterschreiben."),
      customer("[Ware ist da, danke.|Hat geklappt.|Zwei Kartons sind eingedrückt, Foto anbei.]", { attach: ["Palette.png"] }),
    ],
  },
  {
    ...business, key: "framework", queue: "returns", purpose: "warranty", weight: 2, about: ["kitchen", "home"],
    subjects: ["Mehrere Geräte defekt ({organisation})", "Sammelreklamation {P}", "{P}: gleich vier Ausfälle"],
    opens: [
      "von unseren {quantity} Stück {P} sind vier ausgefallen. [Die Seriennummern stehen in der Liste.|Eine davon: {serial}.] Wir brauchen schnell Ersatz, [der Betrieb läuft weiter|es wird schon nachgefragt].",
    ],
    openFiles: ["Seriennummern.txt"],
    beats: [
      agent("danke für die Liste. Wir tauschen alle vier Geräte vorab aus, Sie schicken die defekten mit dem beiliegenden Etikett zurück. Lieferung an {address}?"),
      customer("[Ja, bitte an den Empfang.|Ja. Annahme durch {third}.]"),
      note("Vier Austauschgeräte raus. Qualität informiert wegen Charge {serial}."),
      agent("die Geräte sind unterwegs, Sendung {tracking}."),
    ],
  },
];
