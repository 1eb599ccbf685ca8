import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Where tickets go by themselves: what companies can take on, rules in order, every decision with its reasons, and the word to
 * somebody whose ticket was taken back. Whoever listens to a ticket that moved is cut and asks again.
 */
export class Routing1763800000100 implements MigrationInterface {
  readonly name = "Routing1763800000100";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [SETTINGS, DECISIONS, ROWS, MOVED]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

/** A rule names queues and companies without a foreign key: one that is gone matches nothing and gets nothing, and the desk says so. */
const SETTINGS = `
CREATE TABLE routing_profiles (
  employer_id uuid PRIMARY KEY REFERENCES employers (id) ON DELETE CASCADE,
  languages text[] NOT NULL,
  skills text[] NOT NULL,
  open_per_agent integer NOT NULL CHECK (open_per_agent BETWEEN 1 AND 1000),
  hours jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by uuid REFERENCES agents (id)
);
CREATE TABLE routing_rules (
  id uuid PRIMARY KEY,
  position integer NOT NULL,
  queue_id uuid,
  purpose text,
  language text,
  skill text NOT NULL,
  shares jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by uuid REFERENCES agents (id)
);`;

const DECISIONS = `
CREATE TABLE routing_decisions (
  id uuid PRIMARY KEY,
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  cause text NOT NULL CHECK (cause IN ('opened', 'rules', 'content', 'contract', 'byHand')),
  company uuid NOT NULL REFERENCES employers (id),
  passed_over jsonb NOT NULL
);
CREATE INDEX routing_decisions_ticket ON routing_decisions (ticket_id, at DESC);
CREATE TABLE ticket_returns (
  id uuid PRIMARY KEY,
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  number bigint NOT NULL,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  read_at timestamptz
);
CREATE INDEX ticket_returns_unread ON ticket_returns (agent_id, at DESC) WHERE read_at IS NULL;
CREATE INDEX ticket_returns_ticket ON ticket_returns (ticket_id);
CREATE INDEX tickets_routed_open ON tickets (routed_to) WHERE status = 'open';
GRANT SELECT, INSERT, UPDATE, DELETE ON routing_profiles, routing_rules, routing_decisions, ticket_returns TO diskret_app;`;

/** A router's reasons say what a ticket holds: in-house only. That a ticket went back is for whom it was taken from. */
const ROWS = `
ALTER TABLE routing_decisions ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON routing_decisions USING (true);
CREATE POLICY outsourced ON routing_decisions AS RESTRICTIVE TO diskret_outsourced USING (false);
ALTER TABLE ticket_returns ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON ticket_returns USING (true);
CREATE POLICY outsourced ON ticket_returns AS RESTRICTIVE TO diskret_outsourced USING (agent_id = (SELECT (outsourced_scope() ->> 'agent')::uuid));`;

const MOVED = `
ALTER TABLE standing_changes DROP CONSTRAINT standing_changes_kind_check;
ALTER TABLE standing_changes ADD CONSTRAINT standing_changes_kind_check CHECK (kind IN ('agent', 'employer', 'everyone', 'ticket'));
CREATE FUNCTION note_ticket_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (kind, id) VALUES ('ticket', NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER tickets_moved AFTER UPDATE OF routed_to, queue_id, purpose, level, categories ON tickets FOR EACH ROW
  WHEN ((OLD.routed_to, OLD.queue_id, OLD.purpose, OLD.level, OLD.categories) IS DISTINCT FROM (NEW.routed_to, NEW.queue_id, NEW.purpose, NEW.level, NEW.categories))
  EXECUTE FUNCTION note_ticket_moved();`;
