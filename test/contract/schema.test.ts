import { startProgram, type TestProgram } from "../support/program";

/** Tables that no entity stands for, and why. */
const WITHOUT_ENTITY: Readonly<Record<string, string>> = {
  migrations: "kept by TypeORM", sessions: "kept by the session library", rate_limits: "kept by the rate limiter",
  system_keys: "kernel, SQL in plain sight", data_keys: "kernel, SQL in plain sight", blind_index: "kernel, SQL in plain sight", policy_versions: "kernel, SQL in plain sight", reveals: "kernel, SQL in plain sight",
  access_log: "append only, one statement", access_log_leaves: "written by the integrating job", access_log_nodes: "written by the integrating job", checkpoints: "written by the integrating job", removed_segments: "written by retention",
  acknowledgements: "facts, read in one statement", trainings: "facts, read in one statement", home_office_agreements: "facts, read in one statement", processor_contracts: "facts, read in one statement",
  agent_queues: "a relation", ticket_participants: "a relation", ticket_events: "append only, one statement", ticket_presence: "one statement", ticket_search: "blind tokens, one statement",
  mail_references: "digests, one statement", quarantined_mails: "one statement", demo_outbox: "one statement", contact_forms: "one statement", standing_changes: "notes written by triggers",
};
/** Foreign keys without an index of their own, and why a deletion or a look-up does not need one. */
const WITHOUT_INDEX: Readonly<Record<string, string>> = {
  "messages.subject_id": "read by ticket; keys are destroyed, never deleted", "attachments.subject_id": "read by message; keys are destroyed, never deleted", "reveals.subject_id": "read by agent; keys are destroyed, never deleted",
  "reveals.ticket_id": "read by agent; tickets are not deleted one by one", "teams.employer_id": "a handful of rows", "agents.team_id": "hundreds of rows at most", "acknowledgements.employer_id": "read by agent",
  "mail_references.message_id": "read by ticket", "quarantined_mails.settled_by": "a list of the last days", "quarantined_mails.ticket_id": "a list of the last days", "contact_forms.ticket_id": "rows live for a day",
  "agent_queues.queue_id": "a handful of queues", "ticket_presence.agent_id": "rows live for minutes",
};
/** What the program may do where it may not do everything. */
const GRANTED: Readonly<Record<string, readonly string[]>> = {
  access_log: ["INSERT", "SELECT"], access_log_leaves: ["INSERT", "SELECT"], access_log_nodes: ["INSERT", "SELECT"], checkpoints: ["INSERT", "SELECT"], removed_segments: ["SELECT"], migrations: [],
};

let program: TestProgram;
const sql = async <T>(text: string, values: unknown[] = []): Promise<T[]> => (await program.database.pool.query(text, values)).rows as T[];
beforeAll(async () => { program = await startProgram({}, { work: false }); }, 120_000);
afterAll(() => program.stop());

interface Stored { table: string; column: string; type: string; nullable: boolean; filled: boolean }
const stored = (): Promise<Stored[]> => sql<Stored>(`SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable, (a.atthasdef OR a.attidentity <> '') AS filled
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`);
const TYPES: Readonly<Record<string, string>> = { timestamptz: "timestamp with time zone", int: "integer", bool: "boolean" };

describe("entities and the migrated schema", () => {
  it("agree on every column: its type, whether it may be empty, whether it is filled by itself", async () => {
    const columns = new Map((await stored()).map((column) => [`${column.table}.${column.column}`, column]));
    const wrong = program.database.source.entityMetadatas.flatMap((entity) => entity.columns.flatMap((column): string[] => {
      const place = `${entity.tableName}.${column.databaseName}`;
      const found = columns.get(place);
      if (!found) return [`${place}: the table has no such column`];
      const type = `${TYPES[String(column.type)] ?? String(column.type)}${column.isArray ? "[]" : ""}`;
      // A number that the database gives (an identity) is not a default that the entity names.
      const given = column.default !== undefined || place === "tickets.number";
      return [
        ...(type === found.type ? [] : [`${place}: ${type} in the entity, ${found.type} in the table`]),
        ...(column.isNullable === found.nullable ? [] : [`${place}: ${column.isNullable ? "may" : "may not"} be empty in the entity only`]),
        ...(given === found.filled ? [] : [`${place}: a default in the ${found.filled ? "table" : "entity"} only`]),
      ];
    }));
    expect(wrong).toEqual([]);
  });

  it("agree on which columns there are", async () => {
    const declared = new Set(program.database.source.entityMetadatas.flatMap((entity) => entity.columns.map((column) => `${entity.tableName}.${column.databaseName}`)));
    const tables = new Set(program.database.source.entityMetadatas.map(({ tableName }) => tableName));
    expect((await stored()).filter(({ table }) => tables.has(table)).map(({ table, column }) => `${table}.${column}`).filter((place) => !declared.has(place))).toEqual([]);
  });

  it("account for every table", async () => {
    const tables = [...new Set((await stored()).map(({ table }) => table))];
    const known = new Set([...program.database.source.entityMetadatas.map(({ tableName }) => tableName), ...Object.keys(WITHOUT_ENTITY)]);
    expect(tables.filter((table) => !known.has(table))).toEqual([]);
    expect(Object.keys(WITHOUT_ENTITY).filter((table) => !tables.includes(table))).toEqual([]);
  });
});

describe("the migrated schema", () => {
  it("has an index for every foreign key, or a reason", async () => {
    const missing = await sql<{ place: string }>(`SELECT c.relname || '.' || a.attname AS place FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
      WHERE k.contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indkey[0] = k.conkey[1]) ORDER BY 1`);
    expect(missing.map(({ place }) => place).filter((place) => !WITHOUT_INDEX[place])).toEqual([]);
    expect(Object.keys(WITHOUT_INDEX).filter((place) => !missing.some((found) => found.place === place))).toEqual([]);
  });

  it("lets the program write and read the access log, and change nothing there", async () => {
    for (const [table, expected] of Object.entries(GRANTED)) {
      const found = await sql<{ privilege: string }>("SELECT privilege_type AS privilege FROM information_schema.role_table_grants WHERE grantee = 'diskret_app' AND table_schema = 'public' AND table_name = $1 ORDER BY 1", [table]);
      expect([table, found.map(({ privilege }) => privilege)]).toEqual([table, expected]);
    }
    const columns = await sql<{ place: string }>(`SELECT table_name || '.' || column_name AS place FROM information_schema.column_privileges
      WHERE grantee = 'diskret_app' AND privilege_type = 'UPDATE' AND table_name = ANY($1)`, [Object.keys(GRANTED)]);
    expect(columns.map(({ place }) => place)).toEqual(["checkpoints.exported_at"]);
  });

  it.each(["UPDATE access_log SET viewer = 'x'", "DELETE FROM access_log", "TRUNCATE access_log", "DELETE FROM checkpoints", "UPDATE checkpoints SET note = 'x'", "INSERT INTO removed_segments VALUES (0, 0, now(), 'x')", "UPDATE access_log_leaves SET row_seq = 1"])("refuses the program: %s", async (statement) => {
    await expect(program.database.transaction((db) => db.query(statement))).rejects.toThrow(/permission denied/);
  });

  it("owns nothing as the program's role", async () => {
    expect(await sql("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = 'diskret_app'")).toEqual([]);
  });
});
