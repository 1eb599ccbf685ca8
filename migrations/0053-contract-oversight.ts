import type { MigrationInterface, QueryRunner } from "typeorm";

/** Who is what (role assessments), whether a vendor may be chosen (scorecards), how a processor is watched (audits) and how it leaves (exits). */
export class ContractOversight1763800000053 implements MigrationInterface {
  readonly name = "ContractOversight1763800000053";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [CHOICE, AUDITS, EXIT]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const CHOICE = `
CREATE TABLE role_assessments (
  id uuid PRIMARY KEY,
  vendor text NOT NULL,
  task text NOT NULL,
  questions integer NOT NULL,
  answers jsonb NOT NULL,
  role text NOT NULL CHECK (role IN ('processor', 'joint', 'independentController', 'ownStaff', 'none')),
  confidence text NOT NULL CHECK (confidence IN ('clear', 'borderline')),
  reasons text[] NOT NULL,
  reviewed_by uuid,
  reviewed_at timestamptz NOT NULL,
  next_review date NOT NULL,
  signed_off_by uuid,
  signed_off_at timestamptz,
  CHECK (signed_off_by IS NULL OR signed_off_by IS DISTINCT FROM reviewed_by)
);
ALTER TABLE processor_contracts ADD FOREIGN KEY (assessment_id) REFERENCES role_assessments (id);
CREATE INDEX processor_contracts_assessment ON processor_contracts (assessment_id);
CREATE TABLE scorecards (
  id uuid PRIMARY KEY,
  vendor text NOT NULL,
  weights integer NOT NULL,
  knock_outs jsonb NOT NULL,
  points jsonb NOT NULL,
  evidence bytea NOT NULL,
  assessed_by uuid,
  assessed_at timestamptz NOT NULL,
  rescore_due date NOT NULL
);
CREATE INDEX scorecards_vendor ON scorecards (vendor, assessed_at);`;

const AUDITS = `
CREATE TABLE contract_audits (
  id uuid PRIMARY KEY,
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  kind text NOT NULL CHECK (kind IN ('desk', 'onSite')),
  cause text NOT NULL CHECK (cause IN ('yearly', 'incident', 'sensitivity', 'change')),
  planned_for date NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'requested', 'evidenceIn', 'findingsOpen', 'closed', 'escalated')),
  planned_by uuid,
  planned_at timestamptz NOT NULL
);
CREATE INDEX contract_audits_contract ON contract_audits (contract_id);
CREATE TABLE audit_steps (
  id uuid PRIMARY KEY,
  audit_id uuid NOT NULL REFERENCES contract_audits (id),
  state text NOT NULL,
  at timestamptz NOT NULL,
  by uuid
);
CREATE INDEX audit_steps_audit ON audit_steps (audit_id, at);
REVOKE UPDATE, DELETE ON audit_steps FROM diskret_app;
CREATE TABLE audit_findings (
  id uuid PRIMARY KEY,
  audit_id uuid NOT NULL REFERENCES contract_audits (id),
  severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  text bytea NOT NULL,
  due date NOT NULL,
  owner text NOT NULL CHECK (owner IN ('processor', 'controller')),
  found_at timestamptz NOT NULL,
  closed_by uuid,
  closed_at timestamptz
);
CREATE INDEX audit_findings_audit ON audit_findings (audit_id);`;

const EXIT = `
CREATE TABLE contract_exits (
  contract_id uuid PRIMARY KEY REFERENCES processor_contracts (id),
  choice text NOT NULL CHECK (choice IN ('return', 'deletion')),
  chosen_by uuid,
  chosen_at timestamptz NOT NULL,
  deletion_days integer NOT NULL DEFAULT 30 CHECK (deletion_days BETWEEN 1 AND 365),
  kept_law text,
  kept_until date,
  certified_by uuid,
  certified_at timestamptz,
  scope text,
  systems bytea,
  method text CHECK (method IN ('erased', 'cryptoErased', 'destroyed', 'returned')),
  backups_expire_on date,
  sub_processors_confirmed boolean,
  signed_by bytea,
  CHECK ((kept_law IS NULL) = (kept_until IS NULL)),
  CHECK (certified_at IS NULL OR (scope IS NOT NULL AND systems IS NOT NULL AND method IS NOT NULL AND backups_expire_on IS NOT NULL AND sub_processors_confirmed IS NOT NULL AND signed_by IS NOT NULL))
);`;
