import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Rate limits of the sign-in (their keys are HMACs: no address and no network stands there), and a second-factor
 * secret that is being set up while the old one still counts.
 */
export class Identity1763700000002 implements MigrationInterface {
  readonly name = "Identity1763700000002";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rate_limits (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      );
      CREATE INDEX rate_limits_expire ON rate_limits (expire);
      ALTER TABLE agents ADD COLUMN totp_pending bytea;
      CREATE INDEX one_time_links_agent ON one_time_links (agent_id, kind);`);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}
