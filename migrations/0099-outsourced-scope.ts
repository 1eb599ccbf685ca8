import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The scope of a processor's people, said a second time where no statement can forget it: requests of outsourced viewers run as
 * the role `diskret_outsourced` (src/helpdesk/tickets/outsourced-role.ts), whose rows end where their contract ends. In-house
 * connections run as `diskret_app`, for which the policies are the constant true and cost nothing. It comes after the
 * tables that it guards; a later table that hangs on a ticket or a customer brings its own policies (test/contract/row-security.test.ts).
 */
export class OutsourcedScope1763800000099 implements MigrationInterface {
  readonly name = "OutsourcedScope1763800000099";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROLE);
    await runner.query(SCOPE);
    for (const [table, visible, written] of POLICIES) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY everybody ON ${table} USING (true)`);
      await runner.query(`CREATE POLICY outsourced ON ${table} AS RESTRICTIVE TO diskret_outsourced USING (${visible})${written ? ` WITH CHECK (${written})` : ""}`);
    }
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

/** Roles belong to the whole server; this one has what the program has, minus what the policies hide. */
const ROLE = `
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'diskret_outsourced') THEN
    BEGIN
      CREATE ROLE diskret_outsourced NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The role diskret_outsourced is missing and this user may not create it. As a superuser run: CREATE ROLE diskret_outsourced NOLOGIN; GRANT diskret_app TO diskret_outsourced; GRANT diskret_outsourced TO %;', current_user;
    END;
  END IF;
  BEGIN
    IF NOT pg_has_role('diskret_outsourced', 'diskret_app', 'USAGE') THEN GRANT diskret_app TO diskret_outsourced; END IF;
    IF NOT pg_has_role(current_user, 'diskret_outsourced', 'MEMBER') THEN EXECUTE format('GRANT diskret_outsourced TO %I', current_user); END IF;
  EXCEPTION
    WHEN insufficient_privilege THEN
      RAISE EXCEPTION 'This user may not grant roles. As a superuser run: GRANT diskret_app TO diskret_outsourced; GRANT diskret_outsourced TO %;', current_user;
  END;
END $$`;

/**
 * What the transaction's viewer finds: { agent, employer, queues: { id: { purposes, categories, level } } }. Without it, nothing. Policies
 * ask by a sub-select, so that a statement reads it once.
 */
const SCOPE = `
CREATE FUNCTION outsourced_scope() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT COALESCE(NULLIF(current_setting('diskret.scope', true), ''), '{}')::jsonb
$$;`;

const TICKET = `routed_to = (SELECT (outsourced_scope() ->> 'employer')::uuid)
  AND (SELECT outsourced_scope() -> 'queues') -> queue_id::text -> 'purposes' ? purpose
  AND level <= ((SELECT outsourced_scope() -> 'queues') -> queue_id::text ->> 'level')
  AND (SELECT outsourced_scope() -> 'queues') -> queue_id::text -> 'categories' @> to_jsonb(categories)`;
const of = (table: string, key: string, column: string): string => `EXISTS (SELECT 1 FROM ${table} x WHERE x.${key} = ${column})`;
const OF_TICKET = of("tickets", "id", "ticket_id");
/** Limits count the tries of a person and about a person on all tickets, so these rows are seen beyond the ticket; they hold codes and times. */
const TRIES = `${of("customers", "id", "customer_id")} OR agent_id = (SELECT (outsourced_scope() ->> 'agent')::uuid)`;

/**
 * Table, the rows a processor's people find, and what they may write where that is another question. What hangs on a ticket is seen with
 * it; a person with one of their tickets; mail that nobody has let in, never.
 */
const POLICIES: readonly (readonly [string, string, string?])[] = [
  ["tickets", TICKET],
  ["messages", OF_TICKET], ["ticket_participants", OF_TICKET], ["ticket_events", OF_TICKET], ["ticket_presence", OF_TICKET], ["ticket_search", OF_TICKET], ["reveals", OF_TICKET], ["mail_references", OF_TICKET],
  ["attachments", of("messages", "id", "message_id")], ["outbound_mails", of("messages", "id", "message_id")],
  ["quarantined_mails", "false"], ["contact_forms", "false"], ["demo_outbox", "false"],
  ["customers", `${of("tickets", "customer_id", "customers.id")} OR ${of("ticket_participants", "customer_id", "customers.id")}`],
  ["caller_checks", TRIES], ["caller_codes", TRIES], ["calls", OF_TICKET], ["demo_calls", "false"], ["ticket_merges", `${of("tickets", "id", "source_id")} AND ${of("tickets", "id", "target_id")}`],
  ["customer_values", of("customers", "id", "customer_id")], ["blind_index", of("customers", "id", "subject")],
  ["organisations", of("customers", "organisation_id", "organisations.id"), "true"],
];
