import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What a contact person does says who it is, so it is sealed like the name; what a value is for comes from a list, so
 * that no free text about a person stands in clear. Nothing was in production before this.
 */
export class PositionSealed1763700000008 implements MigrationInterface {
  readonly name = "PositionSealed1763700000008";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE customers DROP COLUMN position");
    await runner.query("ALTER TABLE customers ADD COLUMN position bytea");
    await runner.query("UPDATE customer_values SET label = '' WHERE label NOT IN ('', 'private', 'work', 'billing', 'delivery')");
    await runner.query("ALTER TABLE customer_values ADD CHECK (label IN ('', 'private', 'work', 'billing', 'delivery'))");
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}
