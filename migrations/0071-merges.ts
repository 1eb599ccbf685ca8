import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Tickets and records that turn out to be one. What moved stands beside the merge as ids, so that it can be taken back
 * within its window; values are sealed anew for the person they belong to now (src/privacy/reseal.ts).
 */
export class Merges1763800000071 implements MigrationInterface {
  readonly name = "Merges1763800000071";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tickets ADD COLUMN merged_into uuid REFERENCES tickets (id), ADD CHECK (merged_into <> id), ADD CHECK (merged_into IS NULL OR status = 'closed');
      CREATE INDEX tickets_merged ON tickets (merged_into) WHERE merged_into IS NOT NULL;
      ALTER TABLE customers ADD COLUMN merged_into uuid REFERENCES customers (id), ADD CHECK (merged_into <> id);
      CREATE INDEX customers_merged ON customers (merged_into) WHERE merged_into IS NOT NULL;
      CREATE TABLE ticket_merges (
        id uuid PRIMARY KEY,
        source_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
        target_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
        agent_id uuid NOT NULL REFERENCES agents (id),
        at timestamptz NOT NULL,
        undo_until timestamptz NOT NULL,
        moved jsonb NOT NULL,
        undone_at timestamptz,
        undone_by uuid REFERENCES agents (id),
        CHECK (source_id <> target_id),
        CHECK ((undone_at IS NULL) = (undone_by IS NULL))
      );
      CREATE UNIQUE INDEX ticket_merges_source ON ticket_merges (source_id) WHERE undone_at IS NULL;
      CREATE INDEX ticket_merges_target ON ticket_merges (target_id, at DESC);
      CREATE INDEX ticket_merges_of ON ticket_merges (source_id, at DESC);
      GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_merges TO diskret_app;`);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}
