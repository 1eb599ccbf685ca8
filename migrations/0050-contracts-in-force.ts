import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What processors may do at a moment, said once for every statement that asks: the standing of their people, the scope of tickets,
 * and where a ticket can go. Forms are as the contract's greatest sensitivity leaves them.
 */
export class ContractsInForce1763800000050 implements MigrationInterface {
  readonly name = "ContractsInForce1763800000050";

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COLUMNS, LEVELS, IN_FORCE]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const COLUMNS = `
ALTER TABLE processor_contracts
  ADD COLUMN max_level text NOT NULL DEFAULT 'L4' CHECK (max_level IN ('L0', 'L1', 'L2', 'L3', 'L4')),
  ADD COLUMN cut_over_at timestamptz;`;

/** The sensitivity of a category (src/privacy/categories.ts; a test holds the two together). An unknown one is the highest. */
const LEVELS = `
CREATE FUNCTION category_level(category text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN category IN ('name', 'postalAddress', 'email', 'phone') THEN 'L1'
    WHEN category IN ('customerNumber', 'orderData', 'onlineIdentifier', 'correspondence', 'attachment') THEN 'L2'
    WHEN category IN ('birthDate', 'bankDetails', 'paymentCard', 'officialId', 'recording') THEN 'L3'
    ELSE 'L4' END
$$;`;

const IN_FORCE = `
CREATE FUNCTION contracts_in_force(moment timestamptz)
RETURNS TABLE (id uuid, employer_id uuid, reference text, queues uuid[], purposes text[], forms jsonb, countries text[], home_office_allowed boolean, takes_new boolean, valid_until timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT c.id, c.employer_id, c.reference, c.queues, c.purposes,
    COALESCE((SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(c.forms) f WHERE category_level(f.key) <= c.max_level), '{}'),
    c.countries, c.home_office_allowed,
    COALESCE(c.state = 'active' OR c.cut_over_at > moment, false),
    c.valid_until
  FROM processor_contracts c
  WHERE c.state IN ('active', 'noticeGiven') AND c.valid_from <= moment AND c.valid_until > moment
$$;`;
