import type { EmployerKey } from "./types";

interface SampleSub { readonly name: string; readonly address: string; readonly country: string; readonly service: string; readonly contact: string; /** Days since the notice. */ readonly days: number; readonly approved: boolean }

/** Below the processors: one long approved, one whose time to object is running. */
export const SUB_PROCESSORS: Partial<Record<EmployerKey, readonly SampleSub[]>> = {
  "callcenter-ost": [
    { name: "Elbtal Rechenzentrum GmbH", address: "Am Wehr 4, 01067 Dresden", country: "DE", service: "hosting", contact: "Leitstelle, leitstelle@elbtal-rz.example", days: 400, approved: true },
    { name: "Sprachwerk Telefonie AG", address: "Hafenweg 12, 18055 Rostock", country: "DE", service: "telephony", contact: "Technik, technik@sprachwerk.example", days: 12, approved: false },
  ],
  "contact-point": [{ name: "Tejo Cloud Lda.", address: "Rua do Cais 8, 1200-161 Lisboa", country: "PT", service: "hosting", contact: "Operations, ops@tejo-cloud.example", days: 150, approved: true }],
};

const points = (values: readonly number[]): Record<string, number> => Object.fromEntries(["quality", "price", "reliability", "measures", "chain", "location", "homeOffice", "training", "rights", "breaches", "audits", "exit"].map((name, index) => [name, values[index] ?? 5]));

/** Vendors that were looked at: the one that was taken, and one whose price could not save it. */
export const VENDORS = [
  { vendor: "Callcenter Ost GmbH", failed: "", points: points([8, 6, 8, 9, 8, 10, 7, 9, 8, 8, 7, 7]), evidence: "ISO 27001 (2025), Besuch vor Ort im Mai, drei Referenzen, Muster der Löschbescheinigung.", days: 140 },
  { vendor: "Contact Point Lda.", failed: "", points: points([7, 8, 7, 7, 6, 8, 5, 7, 6, 7, 6, 6]), evidence: "ISO 27001 (2024), Gespräch per Video, zwei Referenzen.", days: 150 },
  { vendor: "Billigruf Service Ltd.", failed: "thirdCountry", points: points([6, 10, 5, 4, 2, 1, 3, 3, 4, 3, 2, 4]), evidence: "Angebot vom Frühjahr; Standort ohne Übermittlungsinstrument.", days: 155 },
] as const;
