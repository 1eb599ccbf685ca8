import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Sub-processors of every level (Art. 28(2), (4) GDPR) and transfers (Chapter V), and what of them a contract in force permits: a country
 * counts while a transfer tool carries it; people of a sub-processor work under the contract while its whole chain is allowed.
 */
export class ContractChain1763800000052 implements MigrationInterface {
  readonly name = "ContractChain1763800000052";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, ADEQUACY, PERMITTED, CHAIN, IN_FORCE, NOTES]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const TABLES = `
CREATE TABLE sub_processors (
  id uuid PRIMARY KEY,
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  parent_id uuid REFERENCES sub_processors (id),
  employer_id uuid REFERENCES employers (id),
  name text NOT NULL,
  address text NOT NULL,
  country text NOT NULL,
  service text NOT NULL CHECK (service IN ('agents', 'telephony', 'hosting', 'software', 'translation', 'maintenance', 'other')),
  contact bytea NOT NULL,
  proposed_by uuid,
  proposed_at timestamptz NOT NULL,
  notified_at timestamptz,
  silence_allows boolean NOT NULL DEFAULT false,
  objection_until timestamptz,
  decision text CHECK (decision IN ('approved', 'objected')),
  decided_by uuid,
  decided_at timestamptz,
  grounds bytea,
  removed_by uuid,
  removed_at timestamptz,
  CHECK ((decision IS NULL) = (decided_at IS NULL)),
  CHECK (parent_id <> id)
);
CREATE INDEX sub_processors_contract ON sub_processors (contract_id);
CREATE INDEX sub_processors_parent ON sub_processors (parent_id);
CREATE INDEX sub_processors_employer ON sub_processors (employer_id);
CREATE TABLE transfers (
  id uuid PRIMARY KEY,
  contract_id uuid NOT NULL REFERENCES processor_contracts (id),
  sub_processor_id uuid REFERENCES sub_processors (id),
  country text NOT NULL,
  tool text NOT NULL CHECK (tool IN ('adequacy', 'scc', 'bcr')),
  module text CHECK (module IN ('1', '2', '3', '4')),
  assessed_on date,
  certificate_checked_on date,
  valid_until timestamptz NOT NULL,
  recorded_by uuid,
  recorded_at timestamptz NOT NULL,
  lost_by uuid,
  lost_at timestamptz,
  CHECK (tool <> 'scc' OR (module IS NOT NULL AND assessed_on IS NOT NULL)),
  CHECK (tool <> 'bcr' OR assessed_on IS NOT NULL)
);
CREATE INDEX transfers_contract ON transfers (contract_id);
CREATE INDEX transfers_sub_processor ON transfers (sub_processor_id);`;

/** Versioned data (domain rule 3.7): a decision that ends or is annulled gets an end; a renewed one is a new row. Defaults, not advice. */
const ADEQUACY = `
CREATE TABLE adequacy_decisions (
  country text NOT NULL,
  version integer NOT NULL,
  source text NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_until timestamptz,
  certified_only boolean NOT NULL DEFAULT false,
  PRIMARY KEY (country, version)
);
INSERT INTO adequacy_decisions (country, version, source, valid_from, valid_until, certified_only) VALUES
  ('AD', 1, '2010/625/EU', '2010-10-19', NULL, false), ('AR', 1, '2003/490/EC', '2003-06-30', NULL, false), ('BR', 1, 'Art. 45 GDPR, January 2026', '2026-01-31', NULL, false),
  ('CA', 1, '2002/2/EC', '2001-12-20', NULL, true), ('FO', 1, '2010/146/EU', '2010-03-05', NULL, false), ('GG', 1, '2003/821/EC', '2003-11-21', NULL, false),
  ('IM', 1, '2004/411/EC', '2004-04-28', NULL, false), ('IL', 1, '2011/61/EU', '2011-01-31', NULL, false), ('JP', 1, '(EU) 2019/419', '2019-01-23', NULL, false),
  ('JE', 1, '2008/393/EC', '2008-05-08', NULL, false), ('NZ', 1, '2013/65/EU', '2012-12-19', NULL, false), ('KR', 1, '(EU) 2022/254', '2021-12-17', NULL, false),
  ('CH', 1, '2000/518/EC', '2000-07-26', NULL, false), ('UY', 1, '2012/484/EU', '2012-08-21', NULL, false),
  ('GB', 1, '(EU) 2021/1772', '2021-06-28', '2025-12-27', false), ('GB', 2, 'Art. 45 GDPR, renewed 19 December 2025', '2025-12-19', '2031-12-27', false),
  ('US', 1, '(EU) 2023/1795 (DPF)', '2023-07-10', NULL, true);`;

/** The European Economic Area (src/privacy/rules/rules.ts; a test holds the two together). */
const PERMITTED = `
CREATE FUNCTION is_eea(country text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT country IN ('AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'GR', 'HU', 'IE', 'IT', 'LV', 'LT', 'LU', 'MT', 'NL', 'PL', 'PT', 'RO', 'SK', 'SI', 'ES', 'SE', 'IS', 'LI', 'NO')
$$;
CREATE FUNCTION transfer_permitted(contract uuid, sub_processor uuid, destination text, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT is_eea(destination) OR EXISTS (
    SELECT 1 FROM transfers t WHERE t.contract_id = contract AND t.sub_processor_id IS NOT DISTINCT FROM sub_processor AND t.country = destination
      AND t.recorded_at <= moment AND t.valid_until > moment AND (t.lost_at IS NULL OR t.lost_at > moment)
      AND (t.tool <> 'adequacy' OR EXISTS (
        SELECT 1 FROM adequacy_decisions d WHERE d.country = t.country AND d.valid_from <= moment AND (d.valid_until IS NULL OR d.valid_until > moment)
          AND (NOT d.certified_only OR t.certificate_checked_on > (moment - interval '12 months')::date))))
$$;`;

/** Allowed: approved, or notified under a general authorisation with the time to object over and nothing said (Art. 28(2)); and so is each one above. */
const CHAIN = `
CREATE FUNCTION sub_processors_allowed(moment timestamptz) RETURNS TABLE (id uuid, contract_id uuid, employer_id uuid, country text) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE allowed AS (
    SELECT s.id, s.contract_id, s.employer_id, s.parent_id, s.country FROM sub_processors s JOIN processor_contracts c ON c.id = s.contract_id
    WHERE (s.removed_at IS NULL OR s.removed_at > moment) AND transfer_permitted(s.contract_id, s.id, s.country, moment)
      AND (s.decision = 'approved' AND s.decided_at <= moment OR s.decision IS NULL AND s.silence_allows AND c.sub_processor_mode = 'general' AND s.objection_until <= moment)
  ), chain AS (
    SELECT a.* FROM allowed a WHERE a.parent_id IS NULL
    UNION ALL SELECT a.* FROM allowed a JOIN chain p ON p.id = a.parent_id AND p.contract_id = a.contract_id
  )
  SELECT chain.id, chain.contract_id, chain.employer_id, chain.country FROM chain
$$;`;

const IN_FORCE = `
CREATE OR REPLACE FUNCTION contracts_in_force(moment timestamptz)
RETURNS TABLE (id uuid, employer_id uuid, reference text, queues uuid[], purposes text[], forms jsonb, countries text[], home_office_allowed boolean, takes_new boolean, valid_until timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT c.id, w.employer_id, c.reference, c.queues, c.purposes,
    COALESCE((SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(c.forms) f WHERE category_level(f.key) <= c.max_level), '{}'),
    ARRAY(SELECT country FROM unnest(c.countries) AS country WHERE (w.country IS NULL OR country = w.country) AND transfer_permitted(c.id, w.sub_processor_id, country, moment)),
    c.home_office_allowed,
    COALESCE(c.state IN ('active', 'amendmentPending') OR c.cut_over_at > moment, false),
    c.valid_until
  FROM processor_contracts c CROSS JOIN LATERAL (
    SELECT c.employer_id, NULL::text AS country, NULL::uuid AS sub_processor_id
    UNION ALL SELECT s.employer_id, s.country, s.id FROM sub_processors_allowed(moment) s WHERE s.contract_id = c.id AND s.employer_id IS NOT NULL AND s.employer_id <> c.employer_id
  ) w
  WHERE c.state IN ('active', 'amendmentPending', 'noticeGiven') AND c.valid_from <= moment AND c.valid_until > moment
$$;`;

/** What changes a country or a chain changes what people of the processor, and of those below it, may see. */
const NOTES = `
CREATE FUNCTION note_contract_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid := (to_jsonb(COALESCE(NEW, OLD)) ->> 'contract_id')::uuid;
BEGIN
  INSERT INTO standing_changes (kind, id)
    SELECT 'employer', employer_id FROM processor_contracts WHERE id = changed
    UNION SELECT 'employer', employer_id FROM sub_processors WHERE contract_id = changed AND employer_id IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER sub_processors_change_standing AFTER INSERT OR UPDATE OR DELETE ON sub_processors FOR EACH ROW EXECUTE FUNCTION note_contract_change();
CREATE TRIGGER transfers_change_standing AFTER INSERT OR UPDATE OR DELETE ON transfers FOR EACH ROW EXECUTE FUNCTION note_contract_change();
CREATE FUNCTION note_chain_of_contract() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO standing_changes (kind, id) SELECT DISTINCT 'employer', employer_id FROM sub_processors WHERE contract_id = NEW.id AND employer_id IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER processor_contracts_change_chain AFTER UPDATE ON processor_contracts FOR EACH ROW EXECUTE FUNCTION note_chain_of_contract();
CREATE TRIGGER adequacy_decisions_change_standing AFTER INSERT OR UPDATE OR DELETE ON adequacy_decisions FOR EACH ROW EXECUTE FUNCTION note_standing_change('everyone');`;
