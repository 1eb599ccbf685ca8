import type { MigrationInterface, QueryRunner } from "typeorm";

/** The kernel, the people, the papers, the customers and the tickets. Forward only. */
export class Foundation1763700000001 implements MigrationInterface {
  readonly name = "Foundation1763700000001";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ROLE, KERNEL, IDENTITY, GOVERNANCE, CUSTOMERS, HELPDESK, ACCESS_LOG, GRANTS]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

/** Transactions run as diskret_app (platform/database/transaction.ts). Roles belong to the whole server. */
const ROLE = `
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'diskret_app') THEN
    BEGIN
      CREATE ROLE diskret_app NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The role diskret_app is missing and this user may not create it. As a superuser run: CREATE ROLE diskret_app NOLOGIN; GRANT diskret_app TO %;', current_user;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'diskret_app', 'MEMBER') THEN
    EXECUTE format('GRANT diskret_app TO %I', current_user);
  END IF;
END $$`;

const KERNEL = `
CREATE TABLE system_keys (
  name text PRIMARY KEY,
  wrapped bytea NOT NULL,
  master_key_id text NOT NULL
);
CREATE TABLE data_keys (
  subject uuid PRIMARY KEY,
  wrapped bytea,
  master_key_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  restricted_at timestamptz,
  CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
  CHECK ((wrapped IS NULL) = (master_key_id IS NULL))
);
CREATE INDEX data_keys_master_key ON data_keys (master_key_id);
CREATE TABLE blind_index (
  subject uuid NOT NULL REFERENCES data_keys (subject) ON DELETE CASCADE,
  value_id uuid NOT NULL,
  category text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('exact', 'nameToken', 'nameSound')),
  token bytea NOT NULL,
  PRIMARY KEY (token, value_id, kind)
);
CREATE INDEX blind_index_value ON blind_index (value_id);
CREATE INDEX blind_index_subject ON blind_index (subject);
CREATE TABLE policy_versions (
  version integer PRIMARY KEY,
  matrix jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid
);`;

const IDENTITY = `
CREATE TABLE employers (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('inHouse', 'processor')),
  country text NOT NULL
);
CREATE UNIQUE INDEX employers_one_in_house ON employers (kind) WHERE kind = 'inHouse';
CREATE TABLE teams (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employers (id),
  name text NOT NULL
);
CREATE TABLE agents (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employers (id),
  team_id uuid REFERENCES teams (id),
  role text NOT NULL CHECK (role IN ('agent', 'lead', 'privacyOfficer', 'administrator', 'auditor')),
  name bytea NOT NULL,
  email bytea NOT NULL,
  email_token bytea NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('invited', 'active', 'left')),
  password_hash text,
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  locale text NOT NULL DEFAULT 'de' CHECK (locale IN ('de', 'en')),
  theme text NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'light', 'dark')),
  density text NOT NULL DEFAULT 'comfortable' CHECK (density IN ('comfortable', 'compact')),
  shortcuts boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  CHECK (state <> 'active' OR password_hash IS NOT NULL)
);
CREATE INDEX agents_employer ON agents (employer_id);
CREATE TABLE viewer_pseudonyms (
  agent_id uuid PRIMARY KEY REFERENCES agents (id),
  pseudonym text NOT NULL UNIQUE
);
CREATE TABLE recovery_codes (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  hash text NOT NULL,
  used_at timestamptz
);
CREATE INDEX recovery_codes_agent ON recovery_codes (agent_id);
CREATE TABLE sign_ins (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  ended_at timestamptz,
  client text NOT NULL,
  second_factor boolean NOT NULL,
  place text NOT NULL DEFAULT 'undeclared' CHECK (place IN ('undeclared', 'office', 'home', 'clientSite', 'mobileEea', 'abroadEea', 'abroadAdequate', 'thirdCountry')),
  place_country text NOT NULL DEFAULT 'unknown',
  place_declared_at timestamptz
);
CREATE INDEX sign_ins_agent ON sign_ins (agent_id) WHERE ended_at IS NULL;
CREATE TABLE sessions (
  sid text PRIMARY KEY,
  sess json NOT NULL,
  expire timestamp(6) NOT NULL
);
CREATE INDEX sessions_expire ON sessions (expire);
CREATE TABLE one_time_links (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('firstAdministrator', 'invitation', 'passwordReset')),
  agent_id uuid REFERENCES agents (id) ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE TABLE role_security (
  role text PRIMARY KEY,
  second_factor_required boolean NOT NULL
);`;

const GOVERNANCE = `
CREATE TABLE acknowledgements (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  employer_id uuid NOT NULL REFERENCES employers (id),
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  CHECK (valid_until > valid_from)
);
CREATE INDEX acknowledgements_agent ON acknowledgements (agent_id, employer_id);
CREATE TABLE trainings (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  course text NOT NULL,
  passed_at timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  CHECK (valid_until > passed_at)
);
CREATE INDEX trainings_agent ON trainings (agent_id);
CREATE TABLE home_office_agreements (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  countries text[] NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  suspended_at timestamptz,
  CHECK (valid_until > valid_from)
);
CREATE INDEX home_office_agreements_agent ON home_office_agreements (agent_id);
CREATE TABLE processor_contracts (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employers (id),
  reference text NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('draft', 'active', 'suspended', 'noticeGiven', 'ended')),
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  queues uuid[] NOT NULL,
  purposes text[] NOT NULL,
  forms jsonb NOT NULL,
  countries text[] NOT NULL,
  home_office_allowed boolean NOT NULL,
  CHECK (valid_until > valid_from)
);
CREATE INDEX processor_contracts_employer ON processor_contracts (employer_id);`;

const CUSTOMERS = `
CREATE TABLE organisations (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text,
  phone text,
  address text,
  created_at timestamptz NOT NULL
);
CREATE TABLE customers (
  id uuid PRIMARY KEY REFERENCES data_keys (subject),
  name bytea,
  language text NOT NULL CHECK (language IN ('de', 'en')),
  organisation_id uuid REFERENCES organisations (id),
  position text,
  created_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX customers_organisation ON customers (organisation_id);
CREATE TABLE customer_values (
  id uuid PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  category text NOT NULL,
  label text NOT NULL DEFAULT '',
  value bytea NOT NULL,
  position integer NOT NULL
);
CREATE INDEX customer_values_customer ON customer_values (customer_id, position);`;

const HELPDESK = `
CREATE TABLE queues (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE,
  name_de text NOT NULL,
  name_en text NOT NULL,
  address text NOT NULL UNIQUE,
  position integer NOT NULL DEFAULT 0
);
CREATE TABLE agent_queues (
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  queue_id uuid NOT NULL REFERENCES queues (id) ON DELETE CASCADE,
  PRIMARY KEY (agent_id, queue_id)
);
CREATE TABLE tickets (
  id uuid PRIMARY KEY,
  number bigint GENERATED BY DEFAULT AS IDENTITY (START WITH 1001) UNIQUE,
  customer_id uuid NOT NULL REFERENCES customers (id),
  subject bytea NOT NULL,
  queue_id uuid NOT NULL REFERENCES queues (id),
  routed_to uuid NOT NULL REFERENCES employers (id),
  status text NOT NULL CHECK (status IN ('open', 'waiting', 'closed')),
  priority text NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  purpose text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('mail', 'form', 'phone')),
  language text NOT NULL CHECK (language IN ('de', 'en')),
  level text NOT NULL CHECK (level IN ('L2', 'L3', 'L4')),
  assignee_id uuid REFERENCES agents (id),
  created_at timestamptz NOT NULL,
  activity_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX tickets_activity ON tickets (activity_at DESC, id DESC);
CREATE INDEX tickets_queue ON tickets (queue_id, status, activity_at DESC);
CREATE INDEX tickets_routed ON tickets (routed_to, activity_at DESC);
CREATE INDEX tickets_assignee ON tickets (assignee_id, activity_at DESC) WHERE assignee_id IS NOT NULL;
CREATE INDEX tickets_customer ON tickets (customer_id, activity_at DESC);
CREATE TABLE ticket_participants (
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  customer_id uuid NOT NULL REFERENCES customers (id),
  kind text NOT NULL CHECK (kind IN ('requester', 'copy')),
  PRIMARY KEY (ticket_id, customer_id)
);
CREATE INDEX ticket_participants_customer ON ticket_participants (customer_id);
CREATE TABLE messages (
  id uuid PRIMARY KEY,
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  number integer NOT NULL,
  subject_id uuid NOT NULL REFERENCES data_keys (subject),
  kind text NOT NULL CHECK (kind IN ('public', 'note')),
  author_kind text NOT NULL CHECK (author_kind IN ('customer', 'agent', 'system')),
  author_id uuid,
  channel text NOT NULL CHECK (channel IN ('mail', 'form', 'phone', 'screen')),
  body bytea NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (ticket_id, number)
);
CREATE TABLE attachments (
  id uuid PRIMARY KEY,
  message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  subject_id uuid NOT NULL REFERENCES data_keys (subject),
  kind text NOT NULL CHECK (kind IN ('file', 'inline', 'originalHtml')),
  file_name bytea NOT NULL,
  content_type text NOT NULL,
  content_id bytea,
  size integer NOT NULL,
  file_key text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);
CREATE INDEX attachments_message ON attachments (message_id);
CREATE TABLE mail_references (
  token bytea PRIMARY KEY,
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  message_id uuid REFERENCES messages (id) ON DELETE CASCADE,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  mail_id bytea,
  created_at timestamptz NOT NULL
);
CREATE INDEX mail_references_ticket ON mail_references (ticket_id, created_at);
CREATE TABLE outbound_mails (
  id uuid PRIMARY KEY,
  message_id uuid NOT NULL UNIQUE REFERENCES messages (id) ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  failure text,
  queued_at timestamptz NOT NULL,
  settled_at timestamptz
);
CREATE INDEX outbound_mails_open ON outbound_mails (queued_at) WHERE state = 'queued';
CREATE TABLE quarantined_mails (
  id uuid PRIMARY KEY REFERENCES data_keys (subject),
  received_at timestamptz NOT NULL,
  reason text NOT NULL,
  size integer NOT NULL,
  file_key text NOT NULL UNIQUE,
  released_at timestamptz,
  released_by uuid REFERENCES agents (id)
);
CREATE INDEX quarantined_mails_received ON quarantined_mails (received_at DESC);
CREATE TABLE ticket_events (
  id uuid PRIMARY KEY,
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('agent', 'customer', 'system')),
  actor_id uuid,
  kind text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX ticket_events_ticket ON ticket_events (ticket_id, at);
CREATE TABLE ticket_presence (
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  typing_until timestamptz,
  seen_until timestamptz NOT NULL,
  PRIMARY KEY (ticket_id, agent_id)
);
CREATE TABLE ticket_search (
  ticket_id uuid PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
  activity_at timestamptz NOT NULL,
  open_tokens bigint[] NOT NULL,
  personal_tokens bigint[] NOT NULL
);
CREATE INDEX ticket_search_open ON ticket_search USING gin (open_tokens);
CREATE INDEX ticket_search_personal ON ticket_search USING gin (personal_tokens);
CREATE INDEX ticket_search_activity ON ticket_search (activity_at DESC);
CREATE TABLE reveals (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  subject_id uuid NOT NULL REFERENCES data_keys (subject),
  category text NOT NULL,
  reason text NOT NULL,
  note bytea,
  granted_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CHECK (expires_at > granted_at)
);
CREATE INDEX reveals_agent ON reveals (agent_id, granted_at DESC);
CREATE TABLE demo_outbox (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  raw bytea NOT NULL
);`;

const ACCESS_LOG = `
CREATE TABLE access_log (
  id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  at timestamptz NOT NULL,
  viewer text NOT NULL,
  role text NOT NULL,
  employer text NOT NULL,
  team text,
  contract text,
  place text NOT NULL,
  action text NOT NULL,
  subjects uuid[] NOT NULL,
  ticket text,
  forms jsonb NOT NULL,
  purpose text NOT NULL,
  reason text,
  recipient text,
  count integer NOT NULL,
  decision text NOT NULL,
  session text,
  client text NOT NULL,
  detail jsonb NOT NULL
);
CREATE INDEX access_log_subjects ON access_log USING gin (subjects);
CREATE INDEX access_log_viewer ON access_log (viewer, seq DESC);
CREATE INDEX access_log_ticket ON access_log (ticket, seq DESC) WHERE ticket IS NOT NULL;
CREATE INDEX access_log_at ON access_log USING brin (at);
CREATE TABLE access_log_leaves (
  leaf_index bigint PRIMARY KEY,
  row_seq bigint NOT NULL UNIQUE,
  hash bytea NOT NULL
);
CREATE TABLE access_log_nodes (
  level integer NOT NULL,
  node_index bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (level, node_index)
);
CREATE TABLE checkpoints (
  size bigint PRIMARY KEY,
  root bytea NOT NULL,
  note text NOT NULL,
  signed_at timestamptz NOT NULL,
  exported_at timestamptz
);
CREATE TABLE removed_segments (
  first_leaf bigint PRIMARY KEY,
  last_leaf bigint NOT NULL,
  removed_at timestamptz NOT NULL,
  reason text NOT NULL
);
CREATE FUNCTION access_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The access log is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();
CREATE TRIGGER access_log_leaves_no_change BEFORE UPDATE OR DELETE ON access_log_leaves FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();
CREATE TRIGGER access_log_nodes_no_change BEFORE UPDATE OR DELETE ON access_log_nodes FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();`;

/** Everything for the program except: the log may be written and read, never changed; the checkpoints likewise. */
const GRANTS = `
GRANT USAGE ON SCHEMA public TO diskret_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO diskret_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO diskret_app;
REVOKE UPDATE, DELETE, TRUNCATE ON access_log, access_log_leaves, access_log_nodes, checkpoints, removed_segments FROM diskret_app;
REVOKE INSERT ON removed_segments FROM diskret_app;
GRANT UPDATE (exported_at) ON checkpoints TO diskret_app;
REVOKE ALL ON migrations FROM diskret_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO diskret_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO diskret_app;`;
