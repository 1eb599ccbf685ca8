import fc from "fast-check";
import { isValidIBAN, electronicFormatIBAN } from "ibantools";
import { CATEGORIES, FORMS } from "../../../src/privacy/categories";
import { AGENTS, generateCompany } from "../../../src/demo";
import { processorsFor } from "../../../src/demo/company";
import { SCRIPTS_DE } from "../../../src/demo/conversations-de";
import { SCRIPTS_EN } from "../../../src/demo/conversations-en";

const now = new Date("2026-03-12T10:30:00Z");
const company = generateCompany({ now, seed: 11 });
const everything = JSON.stringify(company);
const messages = company.tickets.flatMap((ticket) => ticket.messages);
const customerOf = new Map(company.customers.map((customer) => [customer.key, customer]));
const agentOf = new Map(company.agents.map((agent) => [agent.key, agent]));

// The free digits of each range reserved for media productions (Bundesnetzagentur) and drama (Ofcom).
const DRAMA = [/^493023125\d{3}$/, /^496990009\d{3}$/, /^494066969\d{3}$/, /^492214710\d{3}$/, /^498999998\d{3}$/, /^4917139200\d{2}$/, /^49176040690\d{2}$/, /^442079460\d{3}$/];
const international = (phone: string, abroad: string) => phone.replace(/\D/g, "").replace(/^0/, abroad);
const isDrama = (phone: string) => ["49", "44"].some((abroad) => DRAMA.some((range) => range.test(international(phone, abroad))));

describe("the sample company", () => {
  test("is the same under the same seed and differs under another", () => {
    expect(generateCompany({ now, seed: 11 })).toEqual(company);
    expect(JSON.stringify(generateCompany({ now, seed: 12 }))).not.toBe(everything);
  });

  test("keeps its people when only the number of tickets changes", () => {
    expect(generateCompany({ now, seed: 11, tickets: 3 }).customers).toEqual(company.customers);
  });

  test("hands out its own copy: changing it does not change the next one", () => {
    const first = generateCompany({ now, seed: 11, tickets: 0 });
    first.agents[0]!.name = "changed";
    first.contracts[0]!.queues.length = 0;
    expect(generateCompany({ now, seed: 11, tickets: 0 }).agents).toEqual(company.agents);
    expect(generateCompany({ now, seed: 11, tickets: 0 }).contracts).toEqual(company.contracts);
  });

  test.each([{ tickets: -1 }, { tickets: 1.5 }, { tickets: NaN }, { seed: 0.5 }, { now: new Date(NaN) }])("refuses %p", (wrong) => {
    expect(() => generateCompany({ now, seed: 1, ...wrong })).toThrow(RangeError);
  });

  test("has the people that the demo needs", () => {
    expect(company.customers).toHaveLength(180);
    expect(company.customers.filter((customer) => customer.organisation)).toHaveLength(30);
    expect(company.organisations).toHaveLength(25);
    const seats = company.agents.map((agent) => `${agent.role}/${agent.employer}`).sort();
    expect(seats).toEqual([
      ...Array(3).fill("agent/callcenter-ost"), ...Array(2).fill("agent/contact-point"), ...Array(5).fill("agent/nordlicht"),
      "administrator/nordlicht", "auditor/nordlicht", "lead/callcenter-ost", "lead/nordlicht", "privacyOfficer/nordlicht",
    ].sort());
    expect(company.agents.filter((agent) => agent.papers.training === "overdue").map((agent) => agent.employer)).toEqual(["callcenter-ost"]);
    expect(company.agents.filter((agent) => agent.papers.acknowledgement === "expired").map((agent) => agent.employer)).toEqual(["nordlicht"]);
    expect(AGENTS).toEqual(company.agents);
  });

  test("about a quarter of the customers write English", () => {
    const share = company.customers.filter((customer) => customer.locale === "en").length / company.customers.length;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.35);
  });

  test("contracts name every category in a known form and leave out what the brief of a processor never covers", () => {
    for (const contract of company.contracts) {
      expect(Object.keys(contract.categories).sort()).toEqual([...CATEGORIES].sort());
      expect(FORMS).toEqual(expect.arrayContaining(Object.values(contract.categories)));
      expect([contract.categories.bankDetails, contract.categories.special]).toEqual(["hidden", "hidden"]);
    }
    expect(company.contracts.map((contract) => contract.homeOfficeAllowed)).toEqual([true, false]);
  });

  test("agents sit where their contract lets them sit, on queues that it covers", () => {
    for (const contract of company.contracts) {
      for (const agent of company.agents.filter((candidate) => candidate.employer === contract.employer)) {
        expect(contract.queues).toEqual(expect.arrayContaining(agent.queues));
        if (!contract.homeOfficeAllowed) expect(agent.place).toBe("office");
      }
    }
  });
});

describe("nothing in it can reach a real person", () => {
  test("every domain is reserved for examples", () => {
    const domains = [...everything.matchAll(/@([\w.-]+\w)/g)].map((match) => match[1]!);
    expect(domains.length).toBeGreaterThan(280);
    const named = [company.company.domain, ...company.employers.map((one) => one.domain), ...company.organisations.map((one) => one.domain)];
    for (const domain of [...domains, ...named]) expect(domain.toLowerCase()).toMatch(/(^|\.)(example|example\.(com|org))$/);
    expect(everything).not.toMatch(/https?:|www\./i);
  });

  test("mail addresses are well-formed and belong to one customer or office each", () => {
    const addresses = [...company.customers, ...company.organisations].flatMap((owner) => owner.emails).concat(company.agents.map((agent) => agent.email), company.queues.map((queue) => queue.address));
    for (const address of addresses) expect(address).toMatch(/^[a-z0-9]+([.-][a-z0-9]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test("phone numbers come from the drama ranges, in the records and in the texts", () => {
    const records = [company.company.phone, ...company.customers.flatMap((one) => one.phones), ...company.organisations.flatMap((one) => one.phones)];
    for (const phone of records) expect([phone, isDrama(phone)]).toEqual([phone, true]);
    const inTexts = messages.flatMap(({ text }) => text.match(/(?<![\w-])(\+4[49] ?|0)(30|69|40|221|89|171|176|20|7700) [\d ]*\d/g) ?? []);
    expect(inTexts.length).toBeGreaterThan(50);
    for (const phone of inTexts) expect([phone, isDrama(phone)]).toEqual([phone, true]);
  });

  test("IBANs are well-formed and their banks do not exist", () => {
    const inTexts = messages.flatMap(({ text }) => text.match(/\b(DE|AT|CH|GB)\d\d[ \dX]{14,}\d/g) ?? []);
    const records = company.customers.flatMap((customer) => customer.iban ?? []);
    expect(records.length).toBeGreaterThan(20);
    expect(inTexts.length).toBeGreaterThan(10);
    for (const iban of [company.company.iban, ...records, ...inTexts].map((text) => electronicFormatIBAN(text) ?? "")) {
      expect([iban, isValidIBAN(iban)]).toEqual([iban, true]);
      expect(iban).toMatch(/^(DE..9900|AT..99999|CH..99999|GB..XXXX)/);
    }
  });
});

describe("the tickets", () => {
  test("every reference resolves", () => {
    const organisations = new Set(company.organisations.map((one) => one.key));
    const queues = new Set<string>(company.queues.map((queue) => queue.key));
    for (const customer of company.customers) if (customer.organisation) expect(organisations).toContain(customer.organisation);
    for (const ticket of company.tickets) {
      expect(customerOf.get(ticket.customer)?.locale).toBe(ticket.language);
      expect(queues).toContain(ticket.queue);
      for (const { author, cc } of ticket.messages) {
        expect(author === "customer" || agentOf.has(author)).toBe(true);
        if (cc) expect(customerOf.has(cc) && cc !== ticket.customer).toBe(true);
      }
    }
  });

  test("only people who may work on a ticket are assigned to it or write in it", () => {
    for (const ticket of company.tickets) {
      const workers = [ticket.assignee ?? [], ticket.messages.map((message) => message.author).filter((author) => author !== "customer")].flat();
      for (const worker of workers.map((key) => agentOf.get(key)!)) {
        expect(worker.queues).toContain(ticket.queue);
        expect(worker.employer).toBe(ticket.routedTo);
        expect(["agent", "lead"]).toContain(worker.role);
      }
      if (ticket.routedTo !== "nordlicht") expect(processorsFor(ticket.queue, ticket.purpose)).toContain(ticket.routedTo);
    }
  });

  test("about 40 % go to processors", () => {
    const routed = company.tickets.filter((ticket) => ticket.routedTo !== "nordlicht").length / company.tickets.length;
    expect(routed).toBeGreaterThan(0.32);
    expect(routed).toBeLessThan(0.52);
  });

  test("messages stand in order of time, within 90 days, never after now, and are never empty", () => {
    const oldest = now.getTime() - 90 * 86_400_000;
    for (const ticket of company.tickets) {
      expect(ticket.messages.length).toBeGreaterThanOrEqual(1);
      expect(ticket.messages.length).toBeLessThanOrEqual(8);
      ticket.messages.forEach(({ at, text }, index) => {
        expect(at.getTime()).toBeGreaterThanOrEqual(ticket.messages[index - 1]?.at.getTime() ?? oldest);
        expect(at.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(text.trim()).not.toBe("");
      });
      expect(ticket.subject.trim()).not.toBe("");
    }
  });

  test("are numbered from 1 by age, the later half within the last 40 days", () => {
    expect(company.tickets.map((ticket) => ticket.number)).toEqual(Array.from({ length: 300 }, (_, at) => at + 1));
    const starts = company.tickets.map((ticket) => ticket.messages[0]!.at.getTime());
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(now.getTime() - starts[150]!).toBeLessThan(40 * 86_400_000);
  });

  test("do not read like copies", () => {
    expect(new Set(company.tickets.map((ticket) => ticket.subject)).size).toBeGreaterThanOrEqual(100);
    const openings = company.tickets.map((ticket) => ticket.messages[0]!.text);
    expect(new Set(openings).size).toBeGreaterThanOrEqual(295);
    const told = (language: string) => new Set(company.tickets.filter((ticket) => ticket.language === language).map((ticket) => ticket.scenario)).size;
    expect(told("de")).toBeGreaterThanOrEqual(24);
    expect(told("en")).toBeGreaterThanOrEqual(14);
  });

  test("show every state, channel and priority", () => {
    const shown = <K extends "status" | "channel" | "priority" | "purpose" | "queue">(key: K) => new Set(company.tickets.map((ticket) => ticket[key])).size;
    expect([shown("status"), shown("channel"), shown("priority"), shown("purpose"), shown("queue")]).toEqual([3, 3, 4, 6, 5]);
    expect(company.tickets.some((ticket) => !ticket.assignee)).toBe(true);
  });

  test("attachments have a plain file name that tells their kind", () => {
    const files = messages.flatMap((message) => message.attachments ?? []);
    expect(files.length).toBeGreaterThan(50);
    for (const { fileName, kind } of files) expect(fileName).toMatch(new RegExp(`^[\\p{L}\\d_-]+\\.${kind}$`, "u"));
    expect(new Set(files.map((file) => file.kind))).toEqual(new Set(["pdf", "png", "txt"]));
  });
});

describe("the scripts", () => {
  test("there are enough of them, under different keys", () => {
    const keys = [...SCRIPTS_DE, ...SCRIPTS_EN].map((script) => script.key);
    expect(SCRIPTS_DE.length).toBeGreaterThanOrEqual(24);
    expect(SCRIPTS_EN.length).toBeGreaterThanOrEqual(14);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("any seed, count and moment give whole texts: no mark of a script is left over", () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 0, max: 60 }), fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }), (seed, count, moment) => {
      const { tickets } = generateCompany({ now: moment, seed, tickets: count });
      expect(tickets).toHaveLength(count);
      for (const { subject, messages: thread } of tickets) {
        for (const text of [subject, ...thread.map((message) => message.text)]) expect(text).not.toMatch(/[{}|[\]]|undefined|NaN|\s,|^\s|\s$/);
        for (const { at } of thread) expect(at.getTime()).toBeLessThanOrEqual(moment.getTime());
      }
    }), { numRuns: 40 });
  });
});
