import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Lists of a processor's people stop after a page: indexes in the order of the list, and a condition of which the planner does not
 * think that it leaves nothing. Its guesses for operators of jsonb multiply to none, and it would then sort everything; a CASE it takes for a half.
 */
export class ScopePlans1763800000101 implements MigrationInterface {
  readonly name = "ScopePlans1763800000101";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX tickets_routed;
      CREATE INDEX tickets_routed ON tickets (routed_to, activity_at DESC, id DESC);
      DROP INDEX tickets_routed_open;
      CREATE INDEX tickets_routed_open ON tickets (routed_to, activity_at DESC, id DESC) WHERE status = 'open';
      ALTER POLICY outsourced ON tickets USING (routed_to = (SELECT (outsourced_scope() ->> 'employer')::uuid) AND CASE WHEN
        (SELECT outsourced_scope() -> 'queues') -> queue_id::text -> 'purposes' ? purpose
        AND level <= ((SELECT outsourced_scope() -> 'queues') -> queue_id::text ->> 'level')
        AND (SELECT outsourced_scope() -> 'queues') -> queue_id::text -> 'categories' @> to_jsonb(categories) THEN true ELSE false END);`);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}
