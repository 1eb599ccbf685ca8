import { agent, customer, note, type Script } from "./script";

const english = { language: "en" } as const;

export const ORDERS_EN: readonly Script[] = [
  {
    ...english, key: "parcel-late-en", queue: "shipping", purpose: "delivery", weight: 3,
    call: "Call {callTime}: {name} asks where {order} ({P}) is, promised for {promised}. Please call back on {phone}.",
    subjects: ["Where is my order {order}?", "Parcel {tracking} not moving", "{P} still not here", "Delivery overdue"],
    opens: [
      "I ordered the {P} on {ordered} (order {order}) and it was due on {promised}. Tracking {tracking} [has not changed for days|just says 'in transit']. [It's meant to be a birthday present for my partner {third}.|We leave for our holiday soon.|] Could you look into it?",
      "My parcel {order} [seems to be lost|is stuck somewhere]. [I stayed in all day and nobody rang.|] You can reach me on {phone}.",
    ],
    beats: [
      agent("Thank you for writing, and I'm sorry about the wait. Your parcel was last scanned on {promised} at the export hub. I have asked the carrier to trace it and will let you know by {soon}."),
      note("Trace requested for {tracking}, answer due {soon}."),
      customer("[Thanks for the quick reply.|OK, fingers crossed.] If I'm out, [number 14, the {neighbour} family, will take it|please leave it with {neighbour} next door]."),
      agent("I have passed that on to the carrier. If it has not arrived by {soon}, we will send a new one at no cost."),
      customer("[It came this morning. Thanks!|Arrived today, all fine.|Here at last, thank you {agentFirst}.]"),
    ],
  },
  {
    ...english, key: "customs-charge", queue: "shipping", purpose: "delivery", weight: 2, openFiles: ["customs_letter.pdf"],
    subjects: ["Customs fee on {order}?", "Carrier asks for import charges", "Unexpected VAT bill"],
    opens: [
      "The courier wants {amount} before handing over {order}. [Your website says duties are included.|Nobody mentioned this at checkout.] I have attached the letter.",
      "I got a text asking me to pay import VAT for {order}. [Is that real or a scam?|I'm not clicking on that link.] It came to {phone}.",
    ],
    beats: [
      agent("You should not be asked for anything: we pay duties and VAT for orders up to €150. Please do not pay and do not open any link. I have contacted the carrier."),
      note("Carrier had wrong incoterm on label, corrected."),
      customer("[Great, thank you.|Good to know.|The parcel is now out for delivery.]"),
    ],
  },
  {
    ...english, key: "address-change-en", queue: "shipping", purpose: "order", weight: 2,
    call: "Call {callTime}: {name} wants {order} sent to {newAddress} instead.",
    subjects: ["Change delivery address {order}", "Wrong house number on my order", "Please redirect {order}"],
    opens: [
      "I've just noticed my order {order} has my old address. Could you send it to {newAddress} instead? [Many thanks.|I moved last month.]",
      "Could {order} go to my mother {woman}, {newAddress}? [She's recovering from a hip operation, so please ring twice.|I'll be away.]",
    ],
    beats: [
      agent("That was just in time: the parcel had not left yet and now goes to the new address. Would you like me to change the address in your account too?"),
      customer("[Yes please.|No, just this once.|Yes, thanks {agentFirst}.]"),
      agent("Done. It should be with you around {soon}."),
    ],
  },
  {
    ...english, key: "wrong-item-en", queue: "returns", purpose: "order", weight: 2, openFiles: ["photo_wrong_item.png"],
    subjects: ["Wrong item in {order}", "Got {Q} instead of {P}", "Mix-up with my order"],
    opens: [
      "I ordered the {P} but found this in the box: {Q}. [There was also a packing slip for {third}.|Photo attached.] Order {order}.",
      "You've sent me the wrong thing ({Q}). [How do I send it back?|I'd still like the {P}.]",
    ],
    beats: [
      agent("I'm sorry about the mix-up. The right item leaves today, and a label for the wrong one is attached. If there was somebody else's slip in the box, please destroy it.", { attach: ["label_{returnNumber}.pdf"] }),
      note("Packing error. [Foreign slip in the box: told privacy.|Swapped with {order2}.]"),
      customer("[All good now, thanks.|Returned this morning.|Slip shredded, parcel dropped off.]"),
    ],
  },
  {
    ...english, key: "return-label-en", queue: "returns", purpose: "order", weight: 3,
    subjects: ["Return for {order}", "How do I send back the {P}?", "Cancelling my purchase {order}"],
    opens: [
      "I'd like to return the {P} from order {order}. [It's bigger than I thought.|The colour isn't for me.] Please refund to {iban}.",
      "The return link [gives me an error|opens a blank page]. Could you email a label to {email}? [I don't own a printer, by the way.|]",
    ],
    beats: [
      agent("Of course. Your label {returnNumber} is attached; without a printer, the code on page two works at the counter. We refund to the way you paid within five working days of arrival.", { attach: ["label_{returnNumber}.pdf"] }),
      customer("[Dropped off today.|Thanks, that worked.]"),
      note("Return {returnNumber} received, refund {amount} released."),
      agent("Your return has arrived and {amount} is on its way to you."),
    ],
  },
  {
    ...english, key: "kettle-en", queue: "returns", purpose: "warranty", about: ["kitchen"], weight: 2,
    call: "Call {callTime}: {P} from {name} dead after three weeks. Order {order}. Tried other sockets.",
    subjects: ["{P} broke after three weeks", "{P} won't switch on", "Faulty {P}, order {order}"],
    opens: [
      "The {P} I bought on {bought} [has stopped working|switches itself off|smells of burning]. Serial number {serial}, order {order}. [What are my options?|I'd like a replacement.]",
      "Three weeks. That's how long your {P} lasted. [Not impressed.|I have a toddler and it sparked.] Invoice {invoice}.",
    ],
    beats: [
      agent("That should not happen. Please stop using it. I can send a replacement straight away or refund {amount}, whichever you prefer."),
      customer("[Replacement please, to {address}.|A new one, please.|New one please, I need it for my daughter's special diet.]"),
      note("Replacement booked, faulty unit {serial} to quality."),
      agent("It is on its way, tracking {tracking}. Use the same box and the label inside to return the faulty one."),
    ],
  },
  {
    ...english, key: "tent-en", queue: "returns", purpose: "warranty", about: ["tent"], weight: 2, openFiles: ["pole.png", "receipt.pdf"],
    subjects: ["Warranty claim {P}", "Tent pole snapped", "Seam failed on first trip"],
    opens: [
      "We bought the {P} on {boughtLong}. [On the second night a pole snapped and cut my wife's hand.|The seam let in water from the first shower.] Is this covered? Receipt attached.",
      "Our {P} [has a torn zip|leaks along the ridge]. {third} and I had to sleep in the car. [What happens next?|]",
    ],
    beats: [
      agent("What a rotten night. Seams and poles are covered for three years. Please send the tent back dry with the attached form; our workshop needs about ten days.", { attach: ["repair_{returnNumber}.pdf"] }),
      customer("[Posted today.|It's on its way.] [We're off again on {soon}, any chance?|No rush.]"),
      note("Workshop: re-taped ridge seam, replaced 2 pole sections."),
      agent("Good news: the repair is finished and the tent is travelling back to you under {tracking}."),
    ],
  },
  {
    ...english, key: "repair-status-en", queue: "returns", purpose: "warranty", weight: 1,
    subjects: ["Any news on repair {returnNumber}?", "{weeks} weeks and counting", "Status of my {P}"],
    opens: ["I sent in my {P} {weeks} weeks ago (repair {returnNumber}). [Could you tell me how it's going?|Not a word since.] Best on {phone} after five."],
    beats: [
      agent("It is with our workshop and waiting for one part, expected on {soon}. It will leave within two days after that, free of charge."),
      customer("[OK, thanks for being straight.|If it takes longer I'd rather have my {amount} back.]"),
      note("Reminder set for {soon}."),
    ],
  },
];
