import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Training as results, and its rules as data with a version: which courses everybody needs, what passes, how long it
 * holds. `trainings` keeps what was passed and until when; every try stands in `training_results`.
 */
export class Training1763800000041 implements MigrationInterface {
  readonly name = "Training1763800000041";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RULES);
    await runner.query(RESULTS);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

/** The first rules are those of the domain specification, section 11; no law prescribes an interval. */
const RULES = `
CREATE TABLE training_rules (
  version integer PRIMARY KEY,
  mandatory text[] NOT NULL CHECK (cardinality(mandatory) > 0),
  pass_percent integer NOT NULL CHECK (pass_percent BETWEEN 50 AND 100),
  validity_months integer NOT NULL CHECK (validity_months BETWEEN 1 AND 36),
  expiring_days integer NOT NULL CHECK (expiring_days BETWEEN 1 AND 90),
  restricted_after_days integer NOT NULL CHECK (restricted_after_days BETWEEN 0 AND 14),
  tries_per_day integer NOT NULL CHECK (tries_per_day BETWEEN 1 AND 10),
  source text NOT NULL,
  effective_from timestamptz NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid REFERENCES agents (id)
);
INSERT INTO training_rules VALUES (1, '{basics,callers,masks}', 80, 12, 30, 14, 3, 'Art. 24, 32(4), 39(1)(b) GDPR', '2000-01-01', now(), NULL);
CREATE TRIGGER training_rules_change_standing AFTER INSERT ON training_rules FOR EACH ROW EXECUTE FUNCTION note_standing_change('everyone');`;

const RESULTS = `
CREATE TABLE training_results (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  employer_id uuid NOT NULL REFERENCES employers (id),
  course text NOT NULL,
  version integer NOT NULL,
  sha256 text NOT NULL,
  language text NOT NULL CHECK (language IN ('de', 'en')),
  percent integer NOT NULL CHECK (percent BETWEEN 0 AND 100),
  passed boolean NOT NULL,
  topics text[] NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL
);
CREATE INDEX training_results_agent ON training_results (agent_id, course, at DESC);
CREATE INDEX trainings_valid_until ON trainings (valid_until);
CREATE TABLE training_reminders (
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  course text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('expiring', 'overdue', 'restricted')),
  valid_until timestamptz NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (agent_id, course, kind, valid_until)
);`;
