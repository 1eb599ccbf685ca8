import { JURISDICTION_ORDER } from "../documents/documents";

/** The acknowledgement of agent `a` for the present employer that was given last up to $3. */
const LAST = `
  SELECT k.valid_from, k.valid_until, k.due_at, k.document_id, k.version FROM acknowledgements k
  WHERE k.agent_id = a.id AND k.employer_id = a.employer_id AND k.kind = 'confidentiality' AND k.valid_from <= $3 ORDER BY k.valid_from DESC LIMIT 1`;

/**
 * How the duty of confidentiality of agent `a` stands at $3, for the present employer: `valid`, or what is missing. A demand
 * counts against everything that was confirmed up to it; a material version counts from the end of its grace. Only rows
 * that were there at $3 take part, so that any past moment can be asked.
 */
export const ACKNOWLEDGEMENT = `
  (SELECT CASE WHEN d.reason IS NOT NULL THEN d.reason WHEN k.valid_from IS NULL THEN 'missing' WHEN k.valid_until <= $3 THEN 'expired' WHEN v.newer THEN 'newText' ELSE 'valid' END
   FROM (SELECT 1) AS one
   LEFT JOIN LATERAL (${LAST}) k ON true
   LEFT JOIN LATERAL (SELECT d.reason FROM acknowledgement_demands d WHERE d.agent_id = a.id AND d.employer_id = a.employer_id AND d.at <= $3 AND d.effective_at <= $3
     AND (k.valid_from IS NULL OR d.at >= k.valid_from) ORDER BY d.at DESC LIMIT 1) d ON true
   LEFT JOIN LATERAL (SELECT true AS newer FROM document_versions n WHERE n.document_id = k.document_id AND n.version > k.version AND n.change_kind = 'material' AND n.published_at <= $3 AND n.enforced_from <= $3 LIMIT 1) v ON true)`;

/** Whether a text of confidentiality is in force at $3 for agent `a` of employer `e`, in their language. */
export const TEXT_TO_CONFIRM = `
  EXISTS (SELECT 1 FROM document_texts t WHERE t.language = a.locale AND t.version_id = (
    SELECT v.id FROM documents d JOIN document_versions v ON v.document_id = d.id WHERE d.kind = 'confidentiality' AND v.published_at <= $3 AND v.effective_from <= $3 ORDER BY ${JURISDICTION_ORDER}, v.version DESC LIMIT 1))`;

export const ACKNOWLEDGED = `(${ACKNOWLEDGEMENT} = 'valid')`;

/** Until when what agent `a` confirmed last counts, as known at $3: its own end, the first demand, the first newer material text; null where nothing was confirmed. */
export const ACKNOWLEDGED_UNTIL = `
  (SELECT LEAST(k.valid_until,
    (SELECT min(d.effective_at) FROM acknowledgement_demands d WHERE d.agent_id = a.id AND d.employer_id = a.employer_id AND d.at <= $3 AND d.at >= k.valid_from),
    (SELECT min(n.enforced_from) FROM document_versions n WHERE n.document_id = k.document_id AND n.version > k.version AND n.change_kind = 'material' AND n.published_at <= $3))
   FROM (${LAST}) k)`;

/** Whose acknowledgement began or ended by itself after $1 and up to $2; a material version that is enforced concerns everybody. */
export const ACKNOWLEDGED_BY_TIME = `
  SELECT 'agent' AS kind, agent_id AS id FROM acknowledgements WHERE valid_until > $1 AND valid_until <= $2 OR valid_from > $1 AND valid_from <= $2
  UNION SELECT 'agent', agent_id FROM acknowledgement_demands WHERE effective_at > $1 AND effective_at <= $2
  UNION SELECT 'everyone', NULL FROM document_versions WHERE enforced_from > $1 AND enforced_from <= $2 AND change_kind = 'material'`;
