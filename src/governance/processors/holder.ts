import { rows } from "../../platform/database";
import { sealedAt, type Holder, type Holding, type SealedPlace } from "../../privacy";

/** Every sealed text of a paper, with the paper whose key it is under. */
const TEXTS: readonly (readonly [SealedPlace, string])[] = [
  ["contract_states.note", "SELECT note AS value, at FROM contract_states WHERE contract_id = $1"],
  ["contract_clauses.evidence", "SELECT evidence AS value, checked_at AS at FROM contract_clauses WHERE contract_id = $1"],
  ["contract_documents.file_name", "SELECT file_name AS value, added_at AS at FROM contract_documents WHERE contract_id = $1"],
  ["contract_instructions.text", "SELECT text AS value, issued_at AS at FROM contract_instructions WHERE contract_id = $1"],
  ["contract_instructions.objection", "SELECT objection AS value, objected_at AS at FROM contract_instructions WHERE contract_id = $1 AND objection IS NOT NULL"],
  ["sub_processors.contact", "SELECT contact AS value, proposed_at AS at FROM sub_processors WHERE contract_id = $1"],
  ["sub_processors.grounds", "SELECT grounds AS value, decided_at AS at FROM sub_processors WHERE contract_id = $1 AND grounds IS NOT NULL"],
  ["audit_findings.text", "SELECT f.text AS value, f.found_at AS at FROM audit_findings f JOIN contract_audits a ON a.id = f.audit_id WHERE a.contract_id = $1"],
  ["contract_exits.systems", "SELECT systems AS value, certified_at AS at FROM contract_exits WHERE contract_id = $1 AND systems IS NOT NULL"],
  ["contract_exits.signed_by", "SELECT signed_by AS value, certified_at AS at FROM contract_exits WHERE contract_id = $1 AND signed_by IS NOT NULL"],
  ["scorecards.evidence", "SELECT evidence AS value, assessed_at AS at FROM scorecards WHERE id = $1"],
  ["processor_contacts.name", "SELECT name AS value, added_at AS at FROM processor_contacts WHERE id = $1"],
  ["processor_contacts.email", "SELECT email AS value, added_at AS at FROM processor_contacts WHERE id = $1"],
  ["processor_contacts.phone", "SELECT phone AS value, added_at AS at FROM processor_contacts WHERE id = $1 AND phone IS NOT NULL"],
];

/**
 * Papers about processors: contact persons under a key of their own, free text under the key of its paper. The record of a contract stays
 * as proof until the end of the third year after it (class C-3y); only contact persons go before.
 */
export const processorHolder: Holder = {
  name: "processors",
  places: [...TEXTS.map(([place]) => place), "contract_documents.file_key"],
  describe: () => ({ categories: ["name", "email", "phone", "correspondence"], purposes: ["audit", "security"], sources: ["agent"], recipients: ["agents", "processors"], retention: "C-3y" }),
  collect: async (ctx, subject) => {
    const found: Holding[] = [];
    for (const [place, statement] of TEXTS) {
      const category = place.endsWith(".email") ? "email" : place.endsWith(".phone") ? "phone" : place.startsWith("processor_contacts.") ? "name" : "correspondence";
      for (const { value, at } of await rows<{ value: Buffer; at: Date }>(ctx.db, statement, [subject])) found.push({ what: place, category, at, reference: subject, value: sealedAt(place, value) });
    }
    return found;
  },
  erase: async (ctx, subject) => (await rows(ctx.db, "WITH gone AS (DELETE FROM processor_contacts WHERE id = $1 RETURNING 1) SELECT 1 FROM gone", [subject])).length,
  retain: async () => 0,
};
