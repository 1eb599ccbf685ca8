import type { MigrationInterface, QueryRunner } from "typeorm";

/** Recipients whom one of us has added: who and when. A blind copy is seen by nobody else who gets the mail. */
export class Recipients1763800000072 implements MigrationInterface {
  readonly name = "Recipients1763800000072";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ticket_participants DROP CONSTRAINT ticket_participants_kind_check;
      ALTER TABLE ticket_participants
        ADD CONSTRAINT ticket_participants_kind_check CHECK (kind IN ('requester', 'copy', 'blind')),
        ADD COLUMN added_at timestamptz,
        ADD COLUMN added_by uuid REFERENCES agents (id),
        ADD CHECK ((added_at IS NULL) = (added_by IS NULL));
      CREATE INDEX ticket_participants_added_by ON ticket_participants (added_by) WHERE added_by IS NOT NULL;`);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}
