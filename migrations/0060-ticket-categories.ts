import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Which kinds of personal data were found in a ticket's texts and files, as codes. A processor gets a ticket only where
 * its contract covers each of them; a ticket of which nobody has said what it holds counts as holding special data.
 */
export class TicketCategories1763800000060 implements MigrationInterface {
  readonly name = "TicketCategories1763800000060";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE tickets ADD COLUMN categories text[] NOT NULL DEFAULT '{special}'");
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}
