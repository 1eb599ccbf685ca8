import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Mail and the public form: what becomes of a quarantined mail, an outbox of the demonstration that keeps its mails
 * sealed, and the one-time marks of form pages, by which a form that is sent twice opens one ticket.
 */
export class Mail1763700000004 implements MigrationInterface {
  readonly name = "Mail1763700000004";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE quarantined_mails RENAME COLUMN released_at TO settled_at;
      ALTER TABLE quarantined_mails RENAME COLUMN released_by TO settled_by;
      ALTER TABLE quarantined_mails
        ADD COLUMN detail text,
        ADD COLUMN digest bytea NOT NULL,
        ADD COLUMN tries integer NOT NULL DEFAULT 0,
        ADD COLUMN outcome text CHECK (outcome IN ('released', 'discarded')),
        ADD COLUMN ticket_id uuid REFERENCES tickets (id) ON DELETE SET NULL,
        ADD CHECK ((outcome IS NULL) = (settled_at IS NULL));
      CREATE UNIQUE INDEX quarantined_mails_once ON quarantined_mails (digest) WHERE settled_at IS NULL;
      DROP TABLE demo_outbox;
      CREATE TABLE demo_outbox (
        id uuid PRIMARY KEY REFERENCES data_keys (subject),
        at timestamptz NOT NULL,
        people uuid[] NOT NULL,
        raw bytea NOT NULL
      );
      CREATE INDEX demo_outbox_at ON demo_outbox (at DESC);
      CREATE TABLE contact_forms (
        token bytea PRIMARY KEY,
        ticket_id uuid REFERENCES tickets (id) ON DELETE SET NULL,
        number bigint,
        sent_at timestamptz NOT NULL
      );
      CREATE INDEX contact_forms_sent ON contact_forms (sent_at);
      GRANT SELECT, INSERT, UPDATE, DELETE ON demo_outbox, contact_forms TO diskret_app;`);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}
