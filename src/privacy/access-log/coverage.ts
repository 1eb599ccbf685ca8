/**
 * For lists of the log: the leaf of each row and the first checkpoint that covers it, in the list's own query. `a` is the access log; the columns
 * are `leaf_index` and `covered_by` (bigint as text; null for a row that the job has not taken up yet).
 */
export const COVERAGE_COLUMNS = "leaf.leaf_index, covering.size AS covered_by";
export const COVERAGE_JOINS = `LEFT JOIN access_log_leaves leaf ON leaf.row_seq = a.seq
  LEFT JOIN LATERAL (SELECT c.size FROM checkpoints c WHERE c.size > leaf.leaf_index ORDER BY c.size LIMIT 1) covering ON true`;
