import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The record of a processor contract (Art. 28(3) GDPR): its life as rows, the proof of its clauses, documents, instructions,
 * amendments, contacts, and who the processor has named. Names, addresses and free text are bytes under a key: of the contact, or of
 * the contract itself. Who acted is an id; no foreign key, so that the record outlives the person.
 */
export class ContractDesk1763800000051 implements MigrationInterface {
  readonly name = "ContractDesk1763800000051";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [RECORD, LIFE, PAPERS, PEOPLE, ONE_PER_QUEUE]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const STATES = "'draft', 'inReview', 'awaitingSignature', 'active', 'amendmentPending', 'suspended', 'noticeGiven', 'windDown', 'ended', 'deletionConfirmed', 'archived'";

const RECORD = `
ALTER TABLE processor_contracts
  DROP CONSTRAINT processor_contracts_state_check,
  ADD CONSTRAINT processor_contracts_state_check CHECK (state IN (${STATES})),
  ADD COLUMN title text NOT NULL DEFAULT '',
  ADD COLUMN subject_groups text[] NOT NULL DEFAULT '{}',
  ADD COLUMN zone text NOT NULL DEFAULT 'Europe/Berlin',
  ADD COLUMN notice_days integer NOT NULL DEFAULT 90 CHECK (notice_days BETWEEN 0 AND 3650),
  ADD COLUMN breach_notice_hours integer NOT NULL DEFAULT 24 CHECK (breach_notice_hours BETWEEN 1 AND 72),
  ADD COLUMN sub_processor_mode text NOT NULL DEFAULT 'specific' CHECK (sub_processor_mode IN ('specific', 'general')),
  ADD COLUMN objection_days integer NOT NULL DEFAULT 30 CHECK (objection_days BETWEEN 1 AND 365),
  ADD COLUMN editors uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN assessment_id uuid;
CREATE INDEX processor_contracts_ending ON processor_contracts (valid_until) WHERE state IN ('active', 'amendmentPending', 'noticeGiven', 'suspended');`;

/** Append-only: what a contract was at any moment can be told from its rows; \`processor_contracts.state\` is the last of them. */
const LIFE = `
CREATE TABLE contract_states (
  id uuid PRIMARY KEY,
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  state text NOT NULL CHECK (state IN (${STATES})),
  at timestamptz NOT NULL,
  by uuid,
  reason text NOT NULL,
  note bytea
);
CREATE INDEX contract_states_contract ON contract_states (contract_id, at);
REVOKE UPDATE, DELETE ON contract_states FROM diskret_app;
CREATE TABLE contract_amendments (
  id uuid PRIMARY KEY,
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  number integer NOT NULL,
  terms jsonb NOT NULL,
  drafted_by uuid,
  drafted_at timestamptz NOT NULL,
  decision text CHECK (decision IN ('approved', 'rejected')),
  decided_by uuid,
  decided_at timestamptz,
  UNIQUE (contract_id, number),
  CHECK ((decision IS NULL) = (decided_at IS NULL)),
  CHECK (decision IS DISTINCT FROM 'approved' OR decided_by IS DISTINCT FROM drafted_by)
);
CREATE UNIQUE INDEX contract_amendments_one_open ON contract_amendments (contract_id) WHERE decision IS NULL;
CREATE TABLE contract_warnings (
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  days integer NOT NULL,
  valid_until timestamptz NOT NULL,
  at timestamptz NOT NULL,
  agents integer NOT NULL,
  tickets integer NOT NULL,
  PRIMARY KEY (contract_id, days, valid_until)
);`;

const PAPERS = `
CREATE TABLE contract_clauses (
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  clause text NOT NULL CHECK (clause IN ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'warning')),
  evidence bytea NOT NULL,
  checked_by uuid,
  checked_at timestamptz NOT NULL,
  PRIMARY KEY (contract_id, clause)
);
CREATE TABLE contract_documents (
  id uuid PRIMARY KEY,
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  kind text NOT NULL CHECK (kind IN ('signedContract', 'annex', 'evidence', 'auditReport', 'transferAssessment', 'subContract', 'certificate')),
  file_name bytea NOT NULL,
  content_type text NOT NULL,
  size integer NOT NULL,
  file_key text NOT NULL UNIQUE,
  added_by uuid,
  added_at timestamptz NOT NULL
);
CREATE INDEX contract_documents_contract ON contract_documents (contract_id, added_at);
CREATE TABLE contract_instructions (
  id uuid PRIMARY KEY,
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  number integer NOT NULL,
  text bytea NOT NULL,
  channel text NOT NULL CHECK (channel IN ('contract', 'letter', 'mail', 'system', 'spoken')),
  issued_by uuid,
  issued_at timestamptz NOT NULL,
  confirmed_by uuid,
  confirmed_at timestamptz,
  objected_by uuid,
  objected_at timestamptz,
  objection bytea,
  settled text CHECK (settled IN ('upheld', 'withdrawn')),
  settled_by uuid,
  settled_at timestamptz,
  UNIQUE (contract_id, number)
);
CREATE TABLE contract_measures (
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  version integer NOT NULL,
  measures jsonb NOT NULL,
  adopted_by uuid,
  adopted_at timestamptz NOT NULL,
  review_due date NOT NULL,
  PRIMARY KEY (contract_id, version)
);`;

const PEOPLE = `
CREATE TABLE processor_contacts (
  id uuid PRIMARY KEY REFERENCES data_keys (subject),
  employer_id uuid NOT NULL REFERENCES employers (id),
  duty text NOT NULL CHECK (duty IN ('privacy', 'security', 'operations', 'management')),
  name bytea NOT NULL,
  email bytea NOT NULL,
  phone bytea,
  added_by uuid,
  added_at timestamptz NOT NULL
);
CREATE INDEX processor_contacts_employer ON processor_contacts (employer_id);
CREATE TABLE processor_people (
  id uuid PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  employer_id uuid NOT NULL REFERENCES employers (id),
  named_by uuid,
  named_at timestamptz NOT NULL,
  withdrawn_by uuid,
  withdrawn_at timestamptz
);
CREATE UNIQUE INDEX processor_people_named ON processor_people (agent_id) WHERE withdrawn_at IS NULL;
CREATE INDEX processor_people_agent ON processor_people (agent_id);
CREATE INDEX processor_people_employer ON processor_people (employer_id);
INSERT INTO processor_people (id, agent_id, employer_id, named_at)
  SELECT gen_random_uuid(), a.id, a.employer_id, a.created_at FROM agents a JOIN employers e ON e.id = a.employer_id WHERE e.kind = 'processor' AND a.state <> 'left';
CREATE TRIGGER processor_people_change_standing AFTER INSERT OR UPDATE OR DELETE ON processor_people FOR EACH ROW EXECUTE FUNCTION note_standing_change('agent_id');`;

/**
 * One processor has one contract for a queue at a time, whoever writes the row. The employer's row is locked first, so that two contracts
 * that begin at once see each other. (An exclusion constraint over arrays would need an extension, which the embedded engine lacks.)
 */
const ONE_PER_QUEUE = `
CREATE FUNCTION refuse_overlapping_contracts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state NOT IN ('active', 'amendmentPending', 'noticeGiven', 'suspended') THEN RETURN NEW; END IF;
  PERFORM 1 FROM employers WHERE id = NEW.employer_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM processor_contracts c WHERE c.employer_id = NEW.employer_id AND c.id <> NEW.id AND c.queues && NEW.queues
      AND c.state IN ('active', 'amendmentPending', 'noticeGiven', 'suspended') AND tstzrange(c.valid_from, c.valid_until) && tstzrange(NEW.valid_from, NEW.valid_until)
  ) THEN
    RAISE EXCEPTION 'Two contracts of one processor cover one queue at one time.' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'processor_contracts_one_per_queue';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER processor_contracts_one_per_queue BEFORE INSERT OR UPDATE OF employer_id, state, queues, valid_from, valid_until ON processor_contracts
  FOR EACH ROW EXECUTE FUNCTION refuse_overlapping_contracts();`;
