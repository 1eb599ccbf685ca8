import { agent, customer, note, type Script } from "./script";

const english = { language: "en" } as const;

export const SERVICE_EN: readonly Script[] = [
  {
    ...english, key: "double-debit-en", queue: "billing", purpose: "invoicing", weight: 2, openFiles: ["statement.pdf"],
    subjects: ["Charged twice for {order}", "Double payment of {amount}", "You've taken {double}"],
    opens: [
      "You have taken {amount} twice for {order}, [on {ordered} and again on {promised}|within one week]. My account is {iban}. Please return one of them.",
      "My statement shows {double} instead of {amount}. [It's a joint account with {third}.|I went overdrawn because of it.] Invoice {invoice}.",
    ],
    beats: [
      note("Payment run {promised} duplicated. Refund {amount} released."),
      agent("You are right, the payment was collected twice. I have released {amount} back to your account; it should be there by {soon}."),
      customer("[Received, thanks.|Thank you for sorting it.|And the overdraft fee?]"),
    ],
  },
  {
    ...english, key: "invoice-copy-en", queue: "billing", purpose: "invoicing", weight: 2, priority: "low",
    subjects: ["Copy of invoice {invoice}", "Receipt for insurance", "VAT invoice {order}"],
    opens: ["Could I have a copy of the invoice for {order}, bought on {boughtLong}? [It's for my insurance.|My accountant {third} needs it.|] To {email} please."],
    beats: [
      agent("Here it is. You will also find all invoices in your account under Orders.", { attach: ["invoice_{invoice}.pdf"] }),
      customer("[Brilliant, thanks.|Got it.|Thank you!]"),
    ],
  },
  {
    ...english, key: "cancel-en", queue: "general", purpose: "order", weight: 3,
    call: "Call {callTime}: {name} wants to cancel {order}, ordered by mistake.",
    subjects: ["Please cancel {order}", "Ordered twice by mistake", "Cancel order"],
    opens: [
      "Please cancel {order}. [I clicked twice.|My son got hold of the tablet.|I found one in a local shop.]",
      "I seem to have placed two orders, {order} and {order2}. I only need one {P}.",
    ],
    beats: [
      agent("Done, the order is cancelled and nothing has been charged."),
      customer("[Thanks!|That was quick.|Lovely, thank you.]"),
    ],
  },
  {
    ...english, key: "advice-en", queue: "general", purpose: "order", weight: 3, about: ["outdoor", "tent"], priority: "low",
    subjects: ["Question about the {P}", "Advice on the {P}", "Is the {P} suitable for winter?"],
    opens: [
      "I'm thinking of buying the {P}. [Would it cope with Scottish rain?|How heavy is it, packed?|Is it safe for someone with a pacemaker?] [We plan six weeks on the road.|]",
      "I already own your {Q}. Would the {P} go well with it on a two-week trip? [My friend {third} swears by it.|]",
    ],
    beats: [
      agent("Good question. The {P} is made for three seasons, and you can try it for 30 days. I have attached the data sheet; tell me a little more about your plans and I will gladly advise.", { attach: ["datasheet_{brand}.pdf"] }),
      customer("[Very helpful, ordering now.|Thanks, I'll sleep on it.]"),
    ],
  },
  {
    ...english, key: "back-in-stock-en", queue: "general", purpose: "order", weight: 2, priority: "low",
    subjects: ["When will the {P} be back?", "{P} sold out", "Reserve a {P} for me?"],
    opens: ["The {P} has been out of stock for {weeks} weeks. [Is it coming back?|Could you put one aside for me?] [It's for {woman}, who turns sixty soon.|] A note to {email} would be lovely."],
    beats: [
      agent("The next delivery is due on {soon}. I have put you on the list and you will hear from us before it is back in the shop."),
      customer("[Perfect, I'll wait.|Thanks {agentFirst}.|Too late for me, please take me off again.]"),
    ],
  },
  {
    ...english, key: "login-en", queue: "general", purpose: "support", weight: 2, openFiles: ["error.png"],
    subjects: ["Can't log in", "Password email never arrives", "Locked out of my account"],
    opens: ["I can't get into my account {email}. The reset mail [never turns up|says it has expired]. [I've checked spam.|Customer number {customerNumber}.]"],
    beats: [
      agent("I have unlocked your account and sent a fresh link, valid for one hour. Please never send us your password."),
      customer("[I'm in, thanks.|Works now!|Still nothing. Could you send it to my husband {man}?]"),
      agent("Thanks for letting me know. For your safety, links only go to the address on the account; I can help you change it."),
    ],
  },
  {
    ...english, key: "data-request-en", queue: "general", purpose: "support", weight: 1, priority: "high",
    subjects: ["What data do you hold about me?", "Subject access request", "Please delete my account"],
    opens: [
      "Under the GDPR, please send me a copy of the personal data you hold about me. Customer number {customerNumber}, born {birthDate}.",
      "Please close my account and delete my data. [I keep getting calls on {phone}.|I no longer shop with you.]",
    ],
    beats: [
      note("Rights request, handed to privacy. One month."),
      agent("Your request has arrived and is with our privacy officer. You will hear from us within one month. Please confirm it through the link in your account so that we know it is you."),
      customer("[Confirmed.|Done, thanks.]"),
    ],
  },
  {
    ...english, key: "moved-en", queue: "general", purpose: "support", weight: 2,
    subjects: ["Change of address", "I've moved", "New address for {customerNumber}"],
    opens: ["I have moved to {newAddress}. [Please don't send anything to {address} any more, it's my ex-partner's place now.|My number is still {phone}.]"],
    beats: [agent("Your new address is on file and applies from now on."), customer("[Thank you.|Cheers.|Great, thanks.]")],
  },
  {
    ...english, key: "praise-en", queue: "general", purpose: "support", weight: 1, priority: "low",
    subjects: ["Thank you", "Great service", "Well done {agentFirst}"],
    opens: ["I just wanted to say thanks. {agentFirst} was [endlessly patient|so kind] with me on the phone, [even though I'm hard of hearing|and the {P} arrived in time]. {third} has ordered one too."],
    beats: [agent("You have made our day, thank you. I have shared your note with the team.")],
  },
  {
    ...english, key: "rude-call-en", queue: "complaints", purpose: "complaint", weight: 2, priority: "high",
    call: "Call {callTime}: {name} very upset about a call on {yesterday}; was hung up on. Wants a written apology.",
    subjects: ["COMPLAINT about your phone line", "Appalling call on {yesterday}", "Spoken to like a child"],
    opens: [
      "I rang you on {yesterday} about {order} and [was hung up on|was laughed at|spent 40 minutes on hold]. [I suffer from anxiety and this really upset me.|I AM NOT HAPPY.] I want an apology.",
      "Your colleague [read my address out loud in front of other people|told me I should 'just google it']. [Is that how you treat people?|My number is {phone}.]",
    ],
    beats: [
      note("Acknowledge, team lead informed. Call not recorded."),
      agent("I apologise for that call. It is not how we want to speak with anyone. I will find out what happened and write to you by {soon}. I am taking care of {order} myself."),
      customer("[I should hope so.|In writing, please.|Fine. Let's see.]"),
      agent("We have gone through it with the team; your complaint was justified. As a token of apology we have credited {giftValue}."),
    ],
  },
  {
    ...english, key: "late-complaint-en", queue: "complaints", purpose: "complaint", weight: 1, priority: "high",
    subjects: ["Third failed repair: {P}", "I want my money back", "Formal complaint {order}"],
    opens: ["The {P} is back from its third repair and STILL broken. I want {amount} returned to {iban} by {soon}. [Otherwise my solicitor {third} will write.|My father is housebound and relies on it.]"],
    beats: [
      note("History checked: three repairs, refund due."),
      agent("Three repairs are too many, and I am sorry. We will collect the device and refund {amount} by {soon}."),
      customer("[Finally.|Collection from {address} please.|Thank you.]"),
    ],
  },
  {
    ...english, key: "bulk-en", business: true, companion: true, queue: "general", purpose: "order", weight: 3,
    subjects: ["Quote for {quantity} x {P}", "Bulk order for {organisation}", "Trade discount?"],
    opens: ["{organisation} would like {quantity} of the {P}, delivered to {address} by {soon}. [What can you do on price?|Please send a quote.] [{third} handles the payment.|] {position}"],
    beats: [
      note("{quantity} in stock, {discount} % approved."),
      agent("Thank you. We can deliver {quantity} by {soon} with {discount} % off the list total of {total}. The quote is attached and valid for 14 days.", { attach: ["quote_{order}.pdf"], cc: true }),
      customer("[Approved, go ahead.|Please proceed.] Invoice to accounts as usual.", { cc: true }),
      agent("Your order {order} is booked. The driver will ring {phone} an hour before arrival."),
    ],
  },
  {
    ...english, key: "invoice-address-en", business: true, queue: "billing", purpose: "invoicing", weight: 2,
    subjects: ["Invoice {invoice}: wrong company name", "PO number missing on {invoice}", "Please reissue {invoice}"],
    opens: ["Invoice {invoice} is made out to me instead of {organisation}. [Our accounts can't book it like this.|{third} in accounts sent it back.] We will pay from {iban}."],
    beats: [
      agent("The corrected invoice is attached; the old one is cancelled.", { attach: ["invoice_{invoice}_corrected.pdf"] }),
      customer("[Thanks, that's it.|Booked, thank you.]"),
    ],
  },
];
