import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What every list asks, kept small: the open, waiting and unassigned tickets in the order of the list, with the queue beside them so that
 * counting reads no ticket, and what belongs to somebody and is not closed. Failed mails are few and are found by their message; without the index
 * a list reads every mail that was ever sent. Searches choose their way themselves (src/helpdesk/search/search.ts): without statistics of the tokens the server
 * plans them once, and its catalogue does not list the most common ones.
 */
export class ListIndexes1763700000006 implements MigrationInterface {
  readonly name = "ListIndexes1763700000006";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX tickets_open ON tickets (activity_at DESC, id DESC) INCLUDE (queue_id) WHERE status = 'open';
      CREATE INDEX tickets_waiting ON tickets (activity_at DESC, id DESC) INCLUDE (queue_id) WHERE status = 'waiting';
      CREATE INDEX tickets_unassigned ON tickets (activity_at DESC, id DESC) INCLUDE (queue_id) WHERE status = 'open' AND assignee_id IS NULL;
      CREATE INDEX tickets_mine ON tickets (assignee_id, activity_at DESC, id DESC) INCLUDE (queue_id) WHERE status <> 'closed';
      CREATE INDEX outbound_mails_failed ON outbound_mails (message_id) WHERE state = 'failed';
      ALTER TABLE ticket_search ALTER COLUMN open_tokens SET STATISTICS 0, ALTER COLUMN personal_tokens SET STATISTICS 0;`);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}
