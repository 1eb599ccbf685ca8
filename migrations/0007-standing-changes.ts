import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Whatever changes what somebody may see leaves a note here, whoever changes it and on whichever node; web processes
 * read the notes and cut the sockets of those concerned. Ids only; notes live for minutes.
 */
export class StandingChanges1763700000007 implements MigrationInterface {
  readonly name = "StandingChanges1763700000007";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    for (const [table, column, events] of SOURCES) {
      await runner.query(`CREATE TRIGGER ${table}_change_standing AFTER ${events} ON ${table} FOR EACH ROW EXECUTE FUNCTION note_standing_change('${column}')`);
    }
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const TABLE = `
CREATE TABLE standing_changes (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  kind text NOT NULL CHECK (kind IN ('agent', 'employer', 'everyone')),
  id uuid
);
CREATE INDEX standing_changes_at ON standing_changes (at);
GRANT SELECT, INSERT, DELETE ON standing_changes TO diskret_app;
CREATE FUNCTION note_standing_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(COALESCE(NEW, OLD));
BEGIN
  INSERT INTO standing_changes (kind, id) VALUES (
    CASE TG_ARGV[0] WHEN 'everyone' THEN 'everyone' WHEN 'employer_id' THEN 'employer' ELSE 'agent' END,
    (changed ->> TG_ARGV[0])::uuid);
  RETURN NULL;
END $$;`;

/** Table, the column that names who is concerned, and the events that change a fact. */
const SOURCES: readonly (readonly [string, string, string])[] = [
  ["agents", "id", "UPDATE OF role, employer_id, team_id, state"],
  ["agent_queues", "agent_id", "INSERT OR DELETE"],
  ["acknowledgements", "agent_id", "INSERT OR UPDATE OR DELETE"],
  ["trainings", "agent_id", "INSERT OR UPDATE OR DELETE"],
  ["home_office_agreements", "agent_id", "INSERT OR UPDATE OR DELETE"],
  ["sign_ins", "agent_id", "UPDATE OF ended_at, place, place_country"],
  ["processor_contracts", "employer_id", "INSERT OR UPDATE OR DELETE"],
  ["policy_versions", "everyone", "INSERT"],
];
