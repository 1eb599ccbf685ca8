import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The texts that people acknowledge and agree to, in versions. A published version never changes: what somebody
 * confirmed must be provable word for word for years. None of it is personal data.
 */
export class Documents1763800000021 implements MigrationInterface {
  readonly name = "Documents1763800000021";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, GUARDS]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const TABLES = `
CREATE TABLE documents (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('confidentiality', 'homeOffice', 'guideline', 'worksAgreement')),
  jurisdiction text NOT NULL CHECK (jurisdiction IN ('DE', 'AT', 'CH')),
  key text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (kind, jurisdiction, key)
);
CREATE TABLE document_versions (
  id uuid PRIMARY KEY,
  document_id uuid NOT NULL REFERENCES documents (id),
  version integer NOT NULL CHECK (version > 0),
  change_kind text NOT NULL CHECK (change_kind IN ('editorial', 'material')),
  secrecies text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES agents (id),
  published_at timestamptz,
  published_by uuid REFERENCES agents (id),
  effective_from timestamptz,
  enforced_from timestamptz,
  edits integer NOT NULL DEFAULT 0,
  UNIQUE (document_id, version),
  CHECK ((published_at IS NULL) = (effective_from IS NULL)),
  CHECK ((published_at IS NULL) = (enforced_from IS NULL)),
  CHECK (effective_from >= published_at AND enforced_from >= effective_from)
);
CREATE UNIQUE INDEX document_versions_one_draft ON document_versions (document_id) WHERE published_at IS NULL;
CREATE TABLE document_texts (
  id uuid PRIMARY KEY,
  version_id uuid NOT NULL REFERENCES document_versions (id) ON DELETE CASCADE,
  language text NOT NULL CHECK (language IN ('de', 'en')),
  title text NOT NULL,
  body text NOT NULL,
  leaflet text NOT NULL,
  quiz text NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  UNIQUE (version_id, language)
);
CREATE TRIGGER document_versions_change_standing AFTER UPDATE OF published_at ON document_versions FOR EACH ROW EXECUTE FUNCTION note_standing_change('everyone');`;

/** Drafts are worked on; what was published stays, whoever asks. */
const GUARDS = `
CREATE FUNCTION published_texts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'document_versions' THEN
    IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION 'A published version never changes.' USING ERRCODE = 'insufficient_privilege'; END IF;
  ELSIF EXISTS (SELECT 1 FROM document_versions v WHERE v.id = COALESCE(OLD.version_id, NEW.version_id) AND v.published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'A published version never changes.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER document_versions_stay BEFORE UPDATE OR DELETE ON document_versions FOR EACH ROW EXECUTE FUNCTION published_texts_stay();
CREATE TRIGGER document_texts_stay BEFORE INSERT OR UPDATE OR DELETE ON document_texts FOR EACH ROW EXECUTE FUNCTION published_texts_stay();`;
