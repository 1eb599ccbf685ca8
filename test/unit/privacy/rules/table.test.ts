import fc from "fast-check";
import { CATEGORIES, rank, type Category, type Form } from "../../../../src/privacy/categories";
import { decide } from "../../../../src/privacy/decide";
import { maskValue } from "../../../../src/privacy/mask";
import type { DecisionContext } from "../../../../src/privacy/rules/rule";
import type { ContractScope, Standing } from "../../../../src/privacy/viewer";
import { about, anyCategory, anyContext, anyStanding, CALL_CENTRE, context, contract, NOW, outsourced, reveal, standing } from "./given-facts";

const formsOf = (viewer: Standing, where: DecisionContext): Record<Category, Form> =>
  Object.fromEntries(CATEGORIES.map((category) => [category, decide(viewer, category, where).form])) as Record<Category, Form>;

const assignedThere = about({ routedTo: CALL_CENTRE.id });
const waitingThere = about({ routedTo: CALL_CENTRE.id, assignee: null });

/** The mask table of the domain (4.2) as forms, on a ticket that is about a delivery: the address is needed there. */
const EXPECTED: Record<string, Partial<Record<Category, Form>>> = {
  internal: {
    name: "clear", postalAddress: "clear", email: "clear", phone: "clear", customerNumber: "clear", orderData: "clear", correspondence: "clear", attachment: "clear",
    onlineIdentifier: "partial", birthDate: "partial", bankDetails: "partial", paymentCard: "partial", officialId: "partial", recording: "hidden", special: "hidden",
  },
  external: {
    name: "clear", postalAddress: "narrow", email: "narrow", phone: "narrow", customerNumber: "clear", orderData: "clear", correspondence: "clear", attachment: "hidden",
    onlineIdentifier: "hidden", birthDate: "narrow", bankDetails: "narrow", paymentCard: "narrow", officialId: "hidden", recording: "hidden", special: "hidden",
  },
  externalUnassigned: {
    name: "brief", postalAddress: "brief", email: "brief", phone: "brief", customerNumber: "brief", orderData: "brief", correspondence: "brief", attachment: "hidden",
    onlineIdentifier: "hidden", birthDate: "brief", bankDetails: "brief", paymentCard: "brief", officialId: "hidden", recording: "hidden", special: "hidden",
  },
  home: {
    name: "brief", postalAddress: "brief", email: "brief", phone: "brief", customerNumber: "brief", orderData: "brief", correspondence: "brief", attachment: "hidden",
    onlineIdentifier: "brief", birthDate: "brief", bankDetails: "brief", paymentCard: "brief", officialId: "brief", recording: "hidden", special: "hidden",
  },
  list: {
    name: "brief", postalAddress: "brief", email: "brief", phone: "brief", customerNumber: "brief", orderData: "brief", correspondence: "brief", attachment: "brief",
    onlineIdentifier: "brief", birthDate: "brief", bankDetails: "brief", paymentCard: "brief", officialId: "brief", recording: "hidden", special: "hidden",
  },
};
const nothing = Object.fromEntries(CATEGORIES.map((category) => [category, "hidden"])) as Record<Category, Form>;
const delivery = context({ purpose: "delivery" });

describe("the mask table", () => {
  it.each<[string, Standing, DecisionContext, Partial<Record<Category, Form>>]>([
    ["an in-house agent on an own ticket", standing(), delivery, EXPECTED.internal!],
    ["an in-house agent on another ticket of the queue", standing(), context({ purpose: "delivery", about: about({ assignee: "other" }) }), EXPECTED.internal!],
    ["an in-house lead", standing({ role: "lead" }), delivery, EXPECTED.internal!],
    ["an outsourced agent on an own ticket", outsourced(), context({ purpose: "delivery", about: assignedThere }), EXPECTED.external!],
    ["an outsourced lead on an own ticket", outsourced({ role: "lead" }), context({ purpose: "delivery", about: assignedThere }), EXPECTED.external!],
    ["an outsourced agent on a ticket that waits", outsourced(), context({ purpose: "delivery", about: waitingThere }), EXPECTED.externalUnassigned!],
    ["an outsourced lead on somebody else's ticket", outsourced({ role: "lead" }), context({ purpose: "delivery", about: about({ routedTo: CALL_CENTRE.id, assignee: "other" }) }), EXPECTED.externalUnassigned!],
    ["an outsourced agent on a ticket of another employer", outsourced(), delivery, nothing],
    ["an in-house agent at home", standing({ place: "home" }), delivery, EXPECTED.home!],
    ["an outsourced agent at home, where the contract allows it", outsourced({ place: "home" }), context({ purpose: "delivery", about: assignedThere }), EXPECTED.externalUnassigned!],
    ["an in-house agent in a list", standing(), context({ purpose: "delivery", surface: "list" }), EXPECTED.list!],
    ["an in-house agent in search results", standing(), context({ purpose: "delivery", surface: "search" }), EXPECTED.list!],
    ["an administrator", standing({ role: "administrator" }), delivery, nothing],
    ["an auditor", standing({ role: "auditor" }), delivery, nothing],
    ["a notification", standing(), context({ purpose: "delivery", surface: "notification" }), nothing],
  ])("%s", (_who, viewer, where, expected) => {
    expect(formsOf(viewer, where)).toEqual(expected);
  });

  const VALUES: Partial<Record<Category, string>> = {
    name: "Erika Mustermann", postalAddress: "Heidestraße 17, 51147 Köln", email: "mona@donau.de", phone: "+49 30 23125 014", customerNumber: "KD-4711-0815",
    onlineIdentifier: "203.0.113.77", birthDate: "1984-03-12", bankDetails: "DE89 3704 0044 0532 0130 00", paymentCard: "4111 1111 1111 1111", officialId: "T22000129",
  };
  /** What the table says that is seen; null where nothing of the value may be. */
  it.each<[Category, string | null, string | null, string | null]>([
    ["name", "Erika Mustermann", "Erika Mustermann", "E. M."],
    ["postalAddress", "Heidestraße 17, 51147 Köln", "51••• Köln", "51•••"],
    ["email", "mona@donau.de", "m•••@d•••.de", "m•••@d•••.de"],
    ["phone", "+49 30 23125 014", "••• 014", "••• 14"],
    ["customerNumber", "KD-4711-0815", "KD-4711-0815", "••• 0815"],
    ["onlineIdentifier", "203.0.113.•", null, null],
    ["birthDate", "1984", "18+", "18+"],
    ["bankDetails", "DE •• •• 3000", "••• 3000", "••• 00"],
    ["paymentCard", "••• 1111", "••• 1111", null],
    ["officialId", "••• 29", null, null],
  ])("%s as text: %p in-house, %p outsourced, %p at home", (category, internal, external, home) => {
    const seen = (viewer: Standing, where: DecisionContext): string | null => {
      const { form, text } = maskValue(category, decide(viewer, category, where).form, VALUES[category]!, { token: "7F3K2", now: NOW });
      return form === "hidden" || form === "token" ? null : text;
    };
    expect(seen(standing(), delivery)).toBe(internal);
    expect(seen(outsourced(), context({ purpose: "delivery", about: assignedThere }))).toBe(external);
    expect(seen(standing({ place: "home" }), delivery)).toBe(home);
  });
});

describe("the privacy officer", () => {
  const officer = (reveals: Standing["reveals"] = []): Standing => standing({ role: "privacyOfficer", queues: [], reveals });

  it("sees little of everything at first, and all of it one by one, with a reason", () => {
    expect(formsOf(officer(), delivery)).toMatchObject({ name: "brief", email: "brief", bankDetails: "brief", correspondence: "clear", attachment: "hidden", recording: "hidden", special: "hidden" });
    for (const category of CATEGORIES.filter((found) => found !== "correspondence")) {
      expect(decide(officer(), category, delivery).revealOffered).toBe(true);
      const forms = formsOf(officer([reveal(category)]), delivery);
      expect(forms).toEqual({ ...formsOf(officer(), delivery), [category]: "clear" });
    }
  });

  it("of a processor sees nothing", () => {
    expect(formsOf(outsourced({ role: "privacyOfficer" }), context({ about: assignedThere }))).toEqual(nothing);
  });
});

describe("a reveal", () => {
  it("shows no administrator and no auditor anything", () => {
    for (const role of ["administrator", "auditor"] as const) {
      const viewer = standing({ role, reveals: CATEGORIES.map((category) => reveal(category)) });
      expect(formsOf(viewer, delivery)).toEqual(nothing);
      for (const category of CATEGORIES) expect(decide(viewer, category, delivery).revealOffered).toBe(false);
    }
  });

  it("opens no health data, identity papers, recordings, devices or files to people of a processor", () => {
    const viewer = outsourced({ reveals: CATEGORIES.map((category) => reveal(category)) });
    const forms = formsOf(viewer, context({ purpose: "delivery", about: assignedThere }));
    for (const category of ["special", "recording", "officialId", "onlineIdentifier", "attachment"] as const) expect(forms[category]).toBe("hidden");
    expect(forms.email).toBe("clear");
  });

  it("is bounded by the contract", () => {
    const viewer = outsourced({ reveals: [reveal("bankDetails")], contracts: [contract({ forms: { ...contract().forms, bankDetails: "narrow" } })] });
    expect(decide(viewer, "bankDetails", context({ purpose: "delivery", about: assignedThere })).form).toBe("narrow");
  });

  it("works at home for contact and bank data, and never for health data, recordings and files", () => {
    const viewer = standing({ place: "home", reveals: CATEGORIES.map((category) => reveal(category)) });
    expect(formsOf(viewer, delivery)).toMatchObject({ name: "clear", email: "clear", bankDetails: "clear", officialId: "clear", special: "hidden", recording: "hidden", attachment: "hidden" });
  });
});

describe("the place of work", () => {
  const at = (facts: Partial<Standing>): Form => decide(standing(facts), "name", delivery).form;
  it.each<[string, Partial<Standing>, Form]>([
    ["undeclared", { place: "undeclared" }, "hidden"],
    ["home without an agreement", { place: "home", homeAgreement: null }, "hidden"],
    ["on the move in a country of the agreement", { place: "mobileEea", homeAgreement: { countries: ["DE"] } }, "brief"],
    ["in a country of the EEA that the agreement does not name", { place: "abroadEea", country: "FR" }, "hidden"],
    ["in a country outside the EEA that the agreement names", { place: "abroadEea", country: "US", homeAgreement: { countries: ["US"] } }, "hidden"],
    ["in a third country", { place: "thirdCountry", country: "US" }, "hidden"],
    ["in an adequate country", { place: "abroadAdequate", country: "CH" }, "hidden"],
    ["on a client's site", { place: "clientSite" }, "brief"],
  ])("%s", (_where, facts, form) => { expect(at(facts)).toBe(form); });

  it("at home needs the contract's word for people of a processor", () => {
    const viewer = outsourced({ place: "home", contracts: [contract({ homeOfficeAllowed: false })] });
    expect(formsOf(viewer, context({ about: assignedThere }))).toEqual(nothing);
  });
});

describe("the contracts of a processor", () => {
  const seen = (...contracts: ContractScope[]): Record<Category, Form> => formsOf(outsourced({ contracts }), context({ purpose: "delivery", about: assignedThere }));

  it.each<[string, Partial<ContractScope> | null]>([
    ["are missing", null], ["cover another queue", { queues: ["returns"] }], ["cover another purpose", { purposes: ["support"] }],
    ["cover another country", { countries: ["AT"] }], ["name no category", { forms: {} }],
  ])("show nothing where they %s", (_what, facts) => {
    expect(seen(...(facts ? [contract(facts)] : []))).toEqual(nothing);
  });

  it("count each for its own queues: what another contract permits lends nothing", () => {
    const other = contract({ reference: "AVV-2", queues: ["returns"] });
    expect(seen(contract({ forms: {} }), other)).toEqual(nothing);
    expect(seen(contract({ purposes: ["support"] }), other)).toEqual(nothing);
    expect(seen(contract({ countries: ["AT"] }), other)).toEqual(nothing);
    expect(seen(other, contract())).toEqual(EXPECTED.external);
    const home = { place: "home", contracts: [contract({ homeOfficeAllowed: false }), other] } as const;
    expect(formsOf(outsourced(home), context({ purpose: "delivery", about: assignedThere }))).toEqual(nothing);
  });

  it("that both cover a queue permit only what both permit, in any order", () => {
    fc.assert(fc.property(anyStanding, anyContext, anyCategory, (s, c, category) => {
      const together = decide(s, category, c).form;
      const alone = s.contracts.filter(({ queues }) => c.about && queues.includes(c.about.queue)).map((one) => rank(decide({ ...s, contracts: [one] }, category, c).form));
      if (s.employer.kind === "processor" && alone.length > 0) expect(rank(together)).toBeLessThanOrEqual(Math.min(...alone));
      expect(decide({ ...s, contracts: [...s.contracts].reverse() }, category, c).form).toBe(together);
    }), { numRuns: 500 });
  });
});

describe("the purpose", () => {
  it("narrows what it does not need, until there is a reason", () => {
    const support = context({ purpose: "support" });
    expect(decide(standing(), "postalAddress", support)).toMatchObject({ form: "partial", revealOffered: true });
    expect(decide(standing({ reveals: [reveal("postalAddress")] }), "postalAddress", support).form).toBe("clear");
    expect(decide(standing(), "bankDetails", context({ purpose: "invoicing" })).form).toBe("partial");
  });
  it("of the program itself shows a person nothing", () => {
    for (const purpose of ["mailDelivery", "security"] as const) expect(formsOf(standing(), context({ purpose }))).toEqual(nothing);
  });
});
