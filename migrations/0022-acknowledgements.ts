import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The life of an acknowledgement as rows that are only ever added: what was confirmed, and what asks for it anew. How it
 * stands at a moment is read from them (src/governance/acknowledgements/fact.ts), so that every past moment can be asked.
 */
export class Acknowledgements1763800000022 implements MigrationInterface {
  readonly name = "Acknowledgements1763800000022";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [RULES, GIVEN, DEMANDS, PRESENTED, INSTRUCTIONS, REMINDERS, GRANTS]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

/** Numbers of domain rule 1, as data: none of them is prescribed by law. */
const RULES = `
CREATE TABLE acknowledgement_rules (
  version integer PRIMARY KEY,
  interval_months integer NOT NULL CHECK (interval_months BETWEEN 1 AND 36),
  grace_days integer NOT NULL CHECK (grace_days BETWEEN 0 AND 60),
  absence_months integer NOT NULL CHECK (absence_months BETWEEN 1 AND 36),
  reminder_days integer[] NOT NULL CHECK (cardinality(reminder_days) BETWEEN 1 AND 6),
  escalate_days integer NOT NULL CHECK (escalate_days BETWEEN 0 AND 60),
  source text NOT NULL,
  effective_from timestamptz NOT NULL,
  published_by uuid REFERENCES agents (id)
);
INSERT INTO acknowledgement_rules VALUES (1, 12, 14, 6, '{30,14,7,1}', 3, 'Art. 5(2), 24, 28(3)(b), 29, 32(4) GDPR', '2000-01-01', NULL);`;

const GIVEN = `
ALTER TABLE acknowledgements
  ADD COLUMN kind text NOT NULL DEFAULT 'confidentiality' CHECK (kind IN ('confidentiality', 'guideline', 'worksAgreement')),
  ADD COLUMN document_id uuid REFERENCES documents (id),
  ADD COLUMN version integer,
  ADD COLUMN text_id uuid REFERENCES document_texts (id),
  ADD COLUMN method text NOT NULL DEFAULT 'imported' CHECK (method IN ('portal', 'instruction', 'imported')),
  ADD COLUMN presentation_id uuid UNIQUE,
  ADD COLUMN due_at timestamptz,
  ADD COLUMN rule_version integer REFERENCES acknowledgement_rules (version),
  ADD CHECK ((document_id IS NULL) = (version IS NULL)),
  ADD CHECK ((document_id IS NULL) = (text_id IS NULL)),
  ADD CHECK (due_at BETWEEN valid_from AND valid_until);
DROP INDEX acknowledgements_agent;
CREATE INDEX acknowledgements_agent ON acknowledgements (agent_id, employer_id, kind, valid_from DESC);
CREATE INDEX acknowledgements_ends ON acknowledgements (valid_until);`;

/** From `effective_at` on, what was confirmed up to `at` does not count any more. */
const DEMANDS = `
CREATE TABLE acknowledgement_demands (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  employer_id uuid NOT NULL REFERENCES employers (id),
  at timestamptz NOT NULL,
  effective_at timestamptz NOT NULL,
  reason text NOT NULL CHECK (reason IN ('refused', 'withdrawn', 'ended', 'invalid', 'role', 'contract', 'absence', 'incident')),
  rule_version integer REFERENCES acknowledgement_rules (version),
  raised_by uuid REFERENCES agents (id),
  CHECK (effective_at >= at)
);
CREATE INDEX acknowledgement_demands_agent ON acknowledgement_demands (agent_id, employer_id, at DESC);
CREATE INDEX acknowledgement_demands_effective ON acknowledgement_demands (effective_at);
CREATE TRIGGER acknowledgement_demands_change_standing AFTER INSERT ON acknowledgement_demands FOR EACH ROW EXECUTE FUNCTION note_standing_change('agent_id');`;

const PRESENTED = `
CREATE TABLE acknowledgement_presentations (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  employer_id uuid NOT NULL REFERENCES employers (id),
  sign_in_id uuid NOT NULL,
  text_id uuid NOT NULL REFERENCES document_texts (id),
  presented_at timestamptz NOT NULL,
  settled_at timestamptz
);
CREATE INDEX acknowledgement_presentations_agent ON acknowledgement_presentations (agent_id, text_id, presented_at DESC);`;

/** The way for own staff who refused: a witnessed note, decided by a second person. The note itself is sealed in the evidence, which goes by its own retention: no reference holds it. */
const INSTRUCTIONS = `
CREATE TABLE acknowledgement_instructions (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  employer_id uuid NOT NULL REFERENCES employers (id),
  text_id uuid NOT NULL REFERENCES document_texts (id),
  noted_at timestamptz NOT NULL,
  noted_by uuid NOT NULL REFERENCES agents (id),
  evidence_id uuid NOT NULL,
  decided_at timestamptz,
  decided_by uuid REFERENCES agents (id),
  approved boolean,
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK ((decided_at IS NULL) = (approved IS NULL)),
  CHECK (noted_by <> agent_id AND decided_by <> agent_id AND decided_by <> noted_by)
);
CREATE UNIQUE INDEX acknowledgement_instructions_open ON acknowledgement_instructions (agent_id) WHERE decided_at IS NULL;`;

const REMINDERS = `
CREATE TABLE acknowledgement_reminders (
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  key text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (agent_id, key)
);`;

/** Nothing is overwritten: the program may add to these and read them. */
const GRANTS = `
REVOKE UPDATE, DELETE, TRUNCATE ON acknowledgements, acknowledgement_demands, acknowledgement_rules FROM diskret_app;`;
