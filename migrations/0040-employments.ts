import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Who worked here, for whom, as what and in which queues, from when until when, so that any past moment can be asked.
 * `agents` keeps the present; a period begins where the one before ended, and only one is open.
 */
export class Employments1763800000040 implements MigrationInterface {
  readonly name = "Employments1763800000040";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EMPLOYMENTS);
    await runner.query(QUEUES);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const EMPLOYMENTS = `
CREATE TABLE employments (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  employer_id uuid NOT NULL REFERENCES employers (id),
  team_id uuid REFERENCES teams (id),
  role text NOT NULL CHECK (role IN ('agent', 'lead', 'privacyOfficer', 'administrator', 'auditor')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  begun_by uuid REFERENCES agents (id),
  ended_by uuid REFERENCES agents (id),
  returned text[] NOT NULL DEFAULT '{}',
  CHECK (ends_at > starts_at)
);
CREATE UNIQUE INDEX employments_open ON employments (agent_id) WHERE ends_at IS NULL;
CREATE INDEX employments_agent ON employments (agent_id, starts_at);
INSERT INTO employments (id, agent_id, employer_id, team_id, role, starts_at, ends_at)
  SELECT gen_random_uuid(), id, employer_id, team_id, role, created_at, CASE WHEN state = 'left' THEN GREATEST(now(), created_at + interval '1 second') END FROM agents;`;

/** Membership of a queue is made in many places by a plain insert; what ends it leaves the period behind. */
const QUEUES = `
ALTER TABLE agent_queues ADD COLUMN since timestamptz NOT NULL DEFAULT now();
UPDATE agent_queues q SET since = a.created_at FROM agents a WHERE a.id = q.agent_id;
CREATE TABLE agent_queue_periods (
  agent_id uuid NOT NULL,
  queue_id uuid NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL
);
CREATE INDEX agent_queue_periods_agent ON agent_queue_periods (agent_id, starts_at);
CREATE FUNCTION keep_agent_queue_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO agent_queue_periods (agent_id, queue_id, starts_at, ends_at) VALUES (OLD.agent_id, OLD.queue_id, OLD.since, GREATEST(clock_timestamp(), OLD.since));
  RETURN NULL;
END $$;
CREATE TRIGGER agent_queues_keep_period AFTER DELETE ON agent_queues FOR EACH ROW EXECUTE FUNCTION keep_agent_queue_period();`;
