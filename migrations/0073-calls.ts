import type { MigrationInterface, QueryRunner } from "typeorm";

/** Calls that the program places: who, for whom, how it ended. The number stands with the person only; the demonstration's own telephone keeps it sealed. */
export class Calls1763800000073 implements MigrationInterface {
  readonly name = "Calls1763800000073";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calls (
        id uuid PRIMARY KEY,
        ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
        customer_id uuid NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        value_id uuid REFERENCES customer_values (id) ON DELETE SET NULL,
        agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
        at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('queued', 'placed', 'answered', 'ended', 'failed')),
        failure text,
        settled_at timestamptz,
        answered_at timestamptz,
        ended_at timestamptz,
        CHECK ((state = 'failed') = (failure IS NOT NULL))
      );
      CREATE INDEX calls_ticket ON calls (ticket_id, at DESC);
      CREATE INDEX calls_customer ON calls (customer_id);
      CREATE INDEX calls_agent ON calls (agent_id, at DESC);
      CREATE INDEX calls_value ON calls (value_id) WHERE value_id IS NOT NULL;
      CREATE TABLE demo_calls (
        call_id uuid PRIMARY KEY REFERENCES calls (id) ON DELETE CASCADE,
        customer_id uuid NOT NULL REFERENCES customers (id),
        at timestamptz NOT NULL,
        number bytea NOT NULL
      );
      CREATE INDEX demo_calls_at ON demo_calls (at DESC);
      CREATE INDEX demo_calls_customer ON demo_calls (customer_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON calls, demo_calls TO diskret_app;`);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}
