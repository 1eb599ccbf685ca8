import { CONTRACTS, EMPLOYERS, QUEUES, sampleFirm } from "./company";
import { sampleCustomers } from "./customers";
import { sampleOrganisations } from "./organisations";
import { AGENTS } from "./people";
import { Random } from "./random";
import { sampleTickets } from "./tickets";
import type { SampleCompany } from "./types";

export interface SampleOptions {
  /** The moment the sample ends at; nothing in it is later. */
  now: Date;
  /** How many tickets; a whole number from 0. Default 300. */
  tickets?: number;
  /** The same seed and `now` give the same company. */
  seed: number;
}

/**
 * A fictitious mail-order firm with staff, processors, customers and their conversations, as plain data.
 * Every domain is reserved for examples (RFC 2606, RFC 6761), every phone number for drama (Bundesnetzagentur, Ofcom),
 * every IBAN is well-formed and names a bank that does not exist. Throws RangeError for a bad count, seed or date.
 */
export const generateCompany = ({ now, tickets = 300, seed }: SampleOptions): SampleCompany => {
  if (!Number.isInteger(tickets) || tickets < 0) throw new RangeError("tickets must be a whole number from 0");
  if (!Number.isInteger(seed)) throw new RangeError("seed must be a whole number");
  if (Number.isNaN(now.getTime())) throw new RangeError("now must be a valid date");
  // One stream per part: another number of tickets leaves the people as they are.
  const [firm, firms, people, talks] = [1, 2, 3, 4].map((part) => new Random(Math.imul(seed, 31) + part)) as [Random, Random, Random, Random];
  const organisations = sampleOrganisations(firms);
  const customers = sampleCustomers(people, organisations);
  return structuredClone({
    company: sampleFirm(firm), employers: [...EMPLOYERS], queues: [...QUEUES], agents: [...AGENTS], contracts: [...CONTRACTS],
    organisations, customers, tickets: sampleTickets(talks, tickets, { customers, organisations }, now),
  });
};
