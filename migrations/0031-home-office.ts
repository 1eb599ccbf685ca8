import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The home-office agreement as a paper with a life: drafted, approved, in force, suspended, ended. Each moment is written
 * once and never moved, so that any past moment can be asked. Addresses and free text are sealed under the person's key.
 */
export class HomeOffice1763800000031 implements MigrationInterface {
  readonly name = "HomeOffice1763800000031";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [AGREEMENTS, BESIDE]) await runner.query(part);
    for (const table of ["home_office_addresses", "home_office_steps", "home_office_suspensions", "home_office_inspections"]) {
      await runner.query(`CREATE INDEX ${table}_agreement ON ${table} (agreement_id); CREATE INDEX ${table}_agent ON ${table} (agent_id); GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO diskret_app`);
    }
    await runner.query("CREATE TRIGGER home_office_suspensions_change_standing AFTER INSERT OR UPDATE OR DELETE ON home_office_suspensions FOR EACH ROW EXECUTE FUNCTION note_standing_change('agent_id')");
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const AGREEMENTS = `
ALTER TABLE home_office_agreements
  ADD COLUMN employer_id uuid REFERENCES employers (id),
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN kind text NOT NULL DEFAULT 'telework' CHECK (kind IN ('telework', 'mobile')),
  ADD COLUMN devices text[] NOT NULL DEFAULT '{}',
  ADD COLUMN private_device boolean NOT NULL DEFAULT false,
  ADD COLUMN paper boolean NOT NULL DEFAULT false,
  ADD COLUMN printing boolean NOT NULL DEFAULT false,
  ADD COLUMN max_level text NOT NULL DEFAULT 'L3' CHECK (max_level IN ('L0', 'L1', 'L2', 'L3', 'L4')),
  ADD COLUMN inspected_by text[] NOT NULL DEFAULT '{}',
  ADD COLUMN notice_hours integer NOT NULL DEFAULT 48 CHECK (notice_hours BETWEEN 0 AND 720),
  ADD COLUMN virtual_allowed boolean NOT NULL DEFAULT true,
  ADD COLUMN household bytea,
  ADD COLUMN checklist text[] NOT NULL DEFAULT '{}',
  ADD COLUMN text_version integer NOT NULL DEFAULT 1,
  ADD COLUMN language text NOT NULL DEFAULT 'de' CHECK (language IN ('de', 'en')),
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN submitted_at timestamptz,
  ADD COLUMN lead_approved_at timestamptz,
  ADD COLUMN client_approved_at timestamptz,
  ADD COLUMN privacy_approved_at timestamptz,
  ADD COLUMN active_from timestamptz,
  ADD COLUMN fixes_due_at timestamptz,
  ADD COLUMN fixed_at timestamptz,
  ADD COLUMN ended_at timestamptz,
  ADD COLUMN ended_as text CHECK (ended_as IN ('revoked', 'ended')),
  ADD CHECK ((ended_at IS NULL) = (ended_as IS NULL)),
  ADD CHECK (active_from IS NULL OR privacy_approved_at IS NOT NULL);
UPDATE home_office_agreements h SET employer_id = a.employer_id, submitted_at = h.valid_from, lead_approved_at = h.valid_from, privacy_approved_at = h.valid_from, active_from = h.valid_from,
  ended_at = h.suspended_at, ended_as = CASE WHEN h.suspended_at IS NOT NULL THEN 'ended' END FROM agents a WHERE a.id = h.agent_id;
ALTER TABLE home_office_agreements ALTER COLUMN employer_id SET NOT NULL, DROP COLUMN suspended_at;
CREATE INDEX home_office_agreements_employer ON home_office_agreements (employer_id);`;

const OF_AN_AGREEMENT = "agreement_id uuid NOT NULL REFERENCES home_office_agreements (id) ON DELETE CASCADE,\n  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE";

const BESIDE = `
CREATE TABLE home_office_addresses (
  id uuid PRIMARY KEY,
  ${OF_AN_AGREEMENT},
  position integer NOT NULL,
  label bytea NOT NULL,
  address bytea NOT NULL,
  country text NOT NULL,
  room text NOT NULL CHECK (room IN ('lockable', 'screened', 'shared'))
);
CREATE TABLE home_office_steps (
  id uuid PRIMARY KEY,
  ${OF_AN_AGREEMENT},
  version integer NOT NULL,
  step text NOT NULL,
  by_agent uuid REFERENCES agents (id),
  at timestamptz NOT NULL,
  note bytea
);
CREATE INDEX home_office_steps_by ON home_office_steps (by_agent);
CREATE UNIQUE INDEX home_office_steps_once ON home_office_steps (agreement_id, step) WHERE by_agent IS NULL;
CREATE TABLE home_office_suspensions (
  id uuid PRIMARY KEY,
  ${OF_AN_AGREEMENT},
  reason text NOT NULL,
  from_at timestamptz NOT NULL,
  until_at timestamptz,
  CHECK (until_at >= from_at)
);
CREATE UNIQUE INDEX home_office_suspensions_open ON home_office_suspensions (agreement_id) WHERE until_at IS NULL;
CREATE TABLE home_office_inspections (
  id uuid PRIMARY KEY,
  ${OF_AN_AGREEMENT},
  kind text NOT NULL CHECK (kind IN ('selfCheck', 'virtual', 'visit')),
  by_whom text NOT NULL CHECK (by_whom IN ('employer', 'privacy', 'client', 'authority')),
  announced_by uuid REFERENCES agents (id),
  announced_at timestamptz NOT NULL,
  planned_at timestamptz NOT NULL,
  outcome text CHECK (outcome IN ('passed', 'findings', 'refused', 'cancelled')),
  unmet text[] NOT NULL DEFAULT '{}',
  closed_at timestamptz,
  closed_by uuid REFERENCES agents (id),
  note bytea,
  CHECK ((outcome IS NULL) = (closed_at IS NULL))
);
CREATE INDEX home_office_inspections_announced ON home_office_inspections (announced_by);
CREATE INDEX home_office_inspections_closed ON home_office_inspections (closed_by);`;
