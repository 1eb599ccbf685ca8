import type { MigrationInterface, QueryRunner } from "typeorm";

/** The access log can be proven: what a row may hold, what a checkpoint remembers, and what not even the owner changes by accident. */
export class AccessLog1763700000003 implements MigrationInterface {
  readonly name = "AccessLog1763700000003";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ROWS, CHECKPOINTS, GUARDS]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

/** A row that a leaf cannot carry would stand outside the tree for ever: it is refused when it is written. */
const ROWS = `
ALTER TABLE access_log
  ADD CONSTRAINT access_log_at_in_milliseconds CHECK (at = date_trunc('milliseconds', at)),
  ADD CONSTRAINT access_log_count CHECK (count >= 0),
  ADD CONSTRAINT access_log_forms CHECK (jsonb_typeof(forms) = 'object' AND NOT jsonb_path_exists(forms, '$.* ? (@.type() != "string")')),
  ADD CONSTRAINT access_log_detail CHECK (jsonb_typeof(detail) = 'object' AND NOT jsonb_path_exists(detail, '$.* ? (@.type() != "string")'));
CREATE INDEX access_log_team ON access_log (team, seq DESC) WHERE team IS NOT NULL;`;

/** What the integrating job needs to find late rows without reading the whole log (src/privacy/access-log/integrate.ts). */
const CHECKPOINTS = `
ALTER TABLE checkpoints
  ADD COLUMN seen_seq bigint NOT NULL DEFAULT 0,
  ADD COLUMN settled_seq bigint NOT NULL DEFAULT 0,
  ADD COLUMN horizon bigint NOT NULL DEFAULT 0;
CREATE INDEX checkpoints_unexported ON checkpoints (size) WHERE exported_at IS NULL;`;

/**
 * The grants keep the program from changing the log; these triggers keep its owner from doing so by mistake. Who disables them leaves a
 * tree that does not fit. Rows go only where a removed segment says so (retention.ts).
 */
const GUARDS = `
CREATE FUNCTION access_log_removal_is_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM access_log_leaves l JOIN removed_segments s ON l.leaf_index BETWEEN s.first_leaf AND s.last_leaf WHERE l.row_seq = OLD.seq) THEN
    RAISE EXCEPTION 'Rows of the access log go by whole segments that are recorded first.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER access_log_recorded_removal BEFORE DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION access_log_removal_is_recorded();
CREATE TRIGGER access_log_no_truncate BEFORE TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();
CREATE TRIGGER access_log_leaves_no_truncate BEFORE TRUNCATE ON access_log_leaves FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();
CREATE TRIGGER access_log_nodes_no_truncate BEFORE TRUNCATE ON access_log_nodes FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();
CREATE TRIGGER checkpoints_no_change BEFORE UPDATE OF size, root, note, signed_at, seen_seq, settled_seq, horizon OR DELETE ON checkpoints FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();
CREATE TRIGGER checkpoints_no_truncate BEFORE TRUNCATE ON checkpoints FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();
CREATE TRIGGER removed_segments_no_change BEFORE UPDATE OR DELETE ON removed_segments FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();
CREATE TRIGGER removed_segments_no_truncate BEFORE TRUNCATE ON removed_segments FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();`;
