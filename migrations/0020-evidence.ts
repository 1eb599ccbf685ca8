import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The life of papers, append-only and hash-chained: what an employer must be able to prove (Art. 5(2), 24 GDPR). Codes,
 * ids, dates and hashes in clear; what is personal is sealed under the person's key.
 */
export class Evidence1763800000020 implements MigrationInterface {
  readonly name = "Evidence1763800000020";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, GUARDS, RETENTION]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const TABLES = `
CREATE TABLE evidence (
  id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  chain text NOT NULL,
  position integer NOT NULL CHECK (position > 0),
  at timestamptz NOT NULL CHECK (at = date_trunc('milliseconds', at)),
  kind text NOT NULL,
  fact text NOT NULL,
  agent_id uuid REFERENCES agents (id),
  employer_id uuid REFERENCES employers (id),
  object_id uuid NOT NULL,
  actor text NOT NULL,
  detail jsonb NOT NULL CHECK (jsonb_typeof(detail) = 'object' AND NOT jsonb_path_exists(detail, '$.* ? (@.type() != "string")')),
  network bytea,
  note bytea,
  prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
  entry_hash bytea NOT NULL UNIQUE CHECK (length(entry_hash) = 32),
  UNIQUE (chain, position),
  CHECK (chain = CASE WHEN agent_id IS NULL THEN 'object:' || object_id ELSE 'agent:' || agent_id END),
  CHECK (agent_id IS NOT NULL OR (network IS NULL AND note IS NULL))
);
CREATE INDEX evidence_agent ON evidence (agent_id, at) WHERE agent_id IS NOT NULL;
CREATE INDEX evidence_object ON evidence (object_id, position);
CREATE INDEX evidence_employer ON evidence (employer_id) WHERE employer_id IS NOT NULL;
CREATE INDEX evidence_at ON evidence (at DESC, seq DESC);
CREATE TABLE evidence_removals (
  chain text PRIMARY KEY,
  entries integer NOT NULL,
  hashes bytea[] NOT NULL,
  removed_at timestamptz NOT NULL
);`;

/** The program may add and read. Whoever owns the tables is stopped by the triggers unless retention itself removes a chain. */
const GUARDS = `
REVOKE UPDATE, DELETE, TRUNCATE ON evidence FROM diskret_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON evidence_removals FROM diskret_app;
GRANT SELECT, INSERT ON evidence TO diskret_app;
GRANT SELECT ON evidence_removals TO diskret_app;
CREATE FUNCTION evidence_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'evidence' AND current_setting('diskret.evidence_retention', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'Evidence is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER evidence_no_change BEFORE UPDATE OR DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only();
CREATE TRIGGER evidence_no_truncate BEFORE TRUNCATE ON evidence FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only();
CREATE TRIGGER evidence_removals_no_change BEFORE UPDATE OR DELETE ON evidence_removals FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only();
CREATE TRIGGER evidence_removals_no_truncate BEFORE TRUNCATE ON evidence_removals FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only();`;

/**
 * Class C-3y of the deletion concept: a person's evidence goes as a whole at the end of the third calendar year after
 * they left (domain rule 1; sections 195, 199 BGB). The rule stands in the function, so that the program cannot remove more.
 */
const RETENTION = `
CREATE FUNCTION evidence_retain(before timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  removed integer;
BEGIN
  PERFORM set_config('diskret.evidence_retention', 'on', true);
  WITH due AS (
    SELECT e.chain FROM evidence e JOIN agents a ON a.id = e.agent_id
    WHERE a.state = 'left' GROUP BY e.chain
    HAVING make_timestamptz(extract(year FROM max(e.at) AT TIME ZONE 'UTC')::int + 4, 1, 1, 0, 0, 0, 'UTC') <= LEAST(before, clock_timestamp())
  ), gone AS (
    DELETE FROM evidence e USING due WHERE e.chain = due.chain RETURNING e.chain, e.entry_hash
  ), kept AS (
    INSERT INTO evidence_removals (chain, entries, hashes, removed_at) SELECT chain, count(*), array_agg(entry_hash), LEAST(before, clock_timestamp()) FROM gone GROUP BY chain RETURNING 1
  )
  SELECT count(*) INTO removed FROM gone;
  PERFORM set_config('diskret.evidence_retention', 'off', true);
  RETURN removed;
END $$;
REVOKE ALL ON FUNCTION evidence_retain(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evidence_retain(timestamptz) TO diskret_app;`;
