import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The place of work as rows with a beginning and an end, so that the past can be asked. A row is evidence of a
 * declaration: what was said, what the network said, and what it amounts to; a country and nothing finer. The sign-in
 * itself knows no place any more.
 */
export class PlaceOfWork1763800000030 implements MigrationInterface {
  readonly name = "PlaceOfWork1763800000030";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const PLACES = "('undeclared', 'office', 'home', 'clientSite', 'mobileEea', 'abroadEea', 'abroadAdequate', 'thirdCountry')";

const TABLE = `
CREATE TABLE place_declarations (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  sign_in_id uuid NOT NULL REFERENCES sign_ins (id) ON DELETE CASCADE,
  declared text NOT NULL CHECK (declared IN ${PLACES}),
  declared_country text NOT NULL,
  network text NOT NULL CHECK (network IN ('office', 'vpn', 'other')),
  network_country text NOT NULL,
  place text NOT NULL CHECK (place IN ${PLACES}),
  country text NOT NULL,
  result text NOT NULL CHECK (result IN ('accepted', 'narrowed', 'contradiction')),
  rule_version integer NOT NULL,
  confirmations text[] NOT NULL,
  confirmed boolean NOT NULL,
  proved boolean NOT NULL,
  agreement_id uuid,
  agreement_version integer,
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  ended_by text CHECK (ended_by IN ('replaced', 'networkChanged', 'lapsed')),
  network_mark bytea,
  present_at timestamptz,
  CHECK (until_at >= from_at)
);
CREATE INDEX place_declarations_sign_in ON place_declarations (sign_in_id, from_at);
CREATE INDEX place_declarations_agent ON place_declarations (agent_id, from_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON place_declarations TO diskret_app;
DROP TRIGGER sign_ins_change_standing ON sign_ins;
CREATE TRIGGER sign_ins_change_standing AFTER UPDATE OF ended_at ON sign_ins FOR EACH ROW EXECUTE FUNCTION note_standing_change('agent_id');
CREATE TRIGGER place_declarations_change_standing AFTER INSERT OR UPDATE OF until_at ON place_declarations FOR EACH ROW EXECUTE FUNCTION note_standing_change('agent_id');
ALTER TABLE sign_ins DROP COLUMN place, DROP COLUMN place_country, DROP COLUMN place_declared_at;`;
