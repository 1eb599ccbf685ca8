import { randomUUID } from "node:crypto";
import { openSealer, type Ctx } from "../privacy";
import { daysFrom } from "./as-of";
import type { SampleAgent } from "./types";

interface Person { readonly id: string; readonly employerId: string; readonly country: string; readonly now: Date; readonly outsourced: boolean }
/** What is agreed, and how far it has come; days count from today. */
interface Sample { readonly from: number; readonly until: number; readonly waiting?: true; readonly room: "lockable" | "screened" | "shared"; readonly street: string; readonly household: string; readonly device: string; readonly open?: string }

/** By the agent's key: one runs out soon, one waits for the team lead, one has something to fix. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  "malte-brinkmann": { from: -180, until: 185, room: "lockable", street: "Lange Straße 14, 26122 Oldenburg", household: "", device: "NB-1042" },
  "jonas-petzold": { from: -345, until: 19, room: "screened", street: "Hafenweg 3, 26721 Emden", household: "", device: "NB-1077" },
  "svenja-harms": { from: 7, until: 370, waiting: true, room: "shared", street: "Ziegelhof 8, 26121 Oldenburg", household: "Zwei Erwachsene, ein Kind. Alle wissen, dass sie den Raum während der Arbeit nicht betreten.", device: "NB-1103" },
  "falk-winter": { from: -60, until: 300, room: "lockable", street: "Am Anger 21, 99084 Erfurt", household: "", device: "CO-2210" },
  "peggy-lorenz": { from: -5, until: 355, room: "shared", street: "Goethestraße 40, 07743 Jena", household: "Eine Mitbewohnerin, unterwiesen.", device: "CO-2214", open: "HO-15" },
};
const ITEMS = ["HO-01", "HO-02", "HO-03", "HO-04", "HO-05", "HO-06", "HO-07", "HO-10", "HO-11", "HO-12", "HO-13", "HO-14", "HO-15"];

/** The home-office agreement of a sample person, with an address that nobody lives at. */
export const loadHomeOffice = async (ctx: Ctx, person: Person, { key, locale }: SampleAgent, agents: ReadonlyMap<string, string>): Promise<void> => {
  const sample = SAMPLES[key];
  if (!sample) return;
  const id = randomUUID();
  const sealer = await openSealer(ctx, person.id);
  const day = (days: number): Date => daysFrom(person.now, days);
  const [handedIn, approved, client, begun] = sample.waiting ? [day(-1), null, null, null] : [day(sample.from - 6), day(sample.from - 4), person.outsourced ? day(sample.from - 3) : null, day(sample.from)];
  await ctx.db.query(`INSERT INTO home_office_agreements (id, agent_id, employer_id, version, countries, devices, max_level, inspected_by, notice_hours, household, checklist, language, valid_from, valid_until, created_at, submitted_at, lead_approved_at, client_approved_at, privacy_approved_at, active_from, fixes_due_at)
    VALUES ($1, $2, $3, 2, $4, $5, 'L3', $6, 48, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17)`,
  [id, person.id, person.employerId, [person.country], [sample.device], ["employer", "privacy", "authority", ...(person.outsourced ? ["client"] : [])], sample.household ? sealer.seal("home_office_agreements.household", sample.household).toPostgres() : null,
    ITEMS.filter((code) => code !== sample.open), locale, day(sample.from), day(sample.until), day(Math.min(sample.from - 8, -2)), handedIn, approved, client, begun, sample.open ? day(sample.from + 14) : null]);
  await ctx.db.query("INSERT INTO home_office_addresses (id, agreement_id, agent_id, position, label, address, country, room) VALUES ($1, $2, $3, 0, $4, $5, $6, $7)",
    [randomUUID(), id, person.id, sealer.seal("home_office_addresses.label", "Arbeitszimmer").toPostgres(), sealer.seal("home_office_addresses.address", sample.street).toPostgres(), person.country, sample.room]);
  const by = (name: string): string => agents.get(name)!;
  const steps = [
    ["submitted", handedIn, person.id], ["leadApproved", approved, by(person.outsourced ? "mirko-schubert" : "henrike-voss")], ["clientApproved", client, by("henrike-voss")],
    ["privacyApproved", begun && day(sample.from - 2), by("cornelia-abel")], ["activated", begun, null],
  ] as const;
  for (const [step, at, who] of steps) if (at) await ctx.db.query("INSERT INTO home_office_steps (id, agreement_id, agent_id, version, step, by_agent, at) VALUES ($1, $2, $3, 2, $4, $5, $6)", [randomUUID(), id, person.id, step, who, at]);
};
