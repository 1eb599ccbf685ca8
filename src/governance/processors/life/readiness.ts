import { row, rows } from "../../../platform/database";
import { localDay } from "../../../platform/local-time";
import type { Ctx } from "../../../privacy";
import { lastDay, type Contract } from "../desk/contracts";

/** The clauses of Art. 28(3) GDPR: (a) to (h), and the last sentence (a warning where an instruction is unlawful). */
export const CLAUSES = ["a", "b", "c", "d", "e", "f", "g", "h", "warning"] as const;
export type Clause = (typeof CLAUSES)[number];

/** What a contract needs before it can become active, each with whether it is there. `detail` names which (a clause, a country). */
export interface Requirement { readonly key: "clause" | "signedContract" | "role" | "scope" | "subjects" | "measures" | "country" | "end"; readonly detail: string; readonly met: boolean }

interface Found { clauses: string[]; signed: boolean; role: string | null; settled: boolean; reviewed: boolean; measures: boolean; permitted: string[] }

/** Everything that must be there, in one look. A missing answer is an unmet requirement. */
export const requirementsOf = async (ctx: Ctx, contract: Contract): Promise<Requirement[]> => {
  const found = await row<Found>(ctx.db, `
    SELECT ARRAY(SELECT clause FROM contract_clauses WHERE contract_id = c.id) AS clauses,
      EXISTS (SELECT 1 FROM contract_documents d WHERE d.contract_id = c.id AND d.kind = 'signedContract') AS signed,
      r.role, COALESCE(r.confidence = 'clear' OR r.signed_off_at IS NOT NULL, false) AS settled, COALESCE(r.next_review >= $2::date, false) AS reviewed,
      COALESCE((SELECT m.review_due >= $2::date FROM contract_measures m WHERE m.contract_id = c.id ORDER BY m.version DESC LIMIT 1), false) AS measures,
      ARRAY(SELECT country FROM unnest(c.countries) AS country WHERE transfer_permitted(c.id, NULL, country, $3)) AS permitted
    FROM processor_contracts c LEFT JOIN role_assessments r ON r.id = c.assessment_id WHERE c.id = $1`, [contract.id, localDay(ctx.now, contract.zone), ctx.now]);
  return [
    ...CLAUSES.map((clause): Requirement => ({ key: "clause", detail: clause, met: found!.clauses.includes(clause) })),
    { key: "signedContract", detail: "", met: found!.signed },
    { key: "role", detail: "", met: found!.role === "processor" && found!.settled && found!.reviewed },
    { key: "scope", detail: "", met: contract.queues.length > 0 && contract.purposes.length > 0 && Object.keys(contract.forms).length > 0 },
    { key: "subjects", detail: "", met: contract.subjectGroups.length > 0 },
    { key: "measures", detail: "", met: found!.measures },
    ...contract.countries.map((country): Requirement => ({ key: "country", detail: country, met: found!.permitted.includes(country) })),
    { key: "end", detail: lastDay(contract), met: contract.validUntil > ctx.now && contract.validUntil > contract.validFrom },
  ];
};

/** Another contract of the processor that covers one of these queues at the same time, or null. The processor is locked first. */
export const overlapping = async (ctx: Ctx, contract: Pick<Contract, "id" | "employerId" | "validFrom">, queues: readonly string[], validUntil: Date): Promise<string | null> => {
  await ctx.db.query("SELECT 1 FROM employers WHERE id = $1 FOR NO KEY UPDATE", [contract.employerId]);
  const found = await rows<{ reference: string }>(ctx.db, `SELECT reference FROM processor_contracts c WHERE c.employer_id = $1 AND c.id <> $2 AND c.queues && $3::uuid[]
    AND c.state IN ('active', 'amendmentPending', 'noticeGiven', 'suspended') AND tstzrange(c.valid_from, c.valid_until) && tstzrange($4, $5) ORDER BY reference LIMIT 1`, [contract.employerId, contract.id, queues, contract.validFrom, validUntil]);
  return found[0]?.reference ?? null;
};
