import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Verifying a caller: the profiles as versions, each check with what matched (codes only, never what was said), and codes
 * that were sent to an address on file. An address is indexed by its street and postcode too, because nobody says the country.
 */
export class Verification1763800000070 implements MigrationInterface {
  readonly name = "Verification1763800000070";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query("INSERT INTO verification_profiles (version, profiles, source, effective_from, published_at) VALUES (1, $1, $2, '2026-01-01T00:00:00Z', now())", [JSON.stringify(FIRST), SOURCE]);
  }

  async down(): Promise<void> {
    throw new Error("Migrations are forward only: restore a backup instead.");
  }
}

const TABLES = `
ALTER TABLE blind_index DROP CONSTRAINT blind_index_kind_check;
ALTER TABLE blind_index ADD CONSTRAINT blind_index_kind_check CHECK (kind IN ('exact', 'nameToken', 'nameSound', 'place'));
CREATE TABLE verification_profiles (
  version integer PRIMARY KEY,
  profiles jsonb NOT NULL,
  source text NOT NULL,
  effective_from timestamptz NOT NULL,
  published_at timestamptz NOT NULL,
  published_by uuid REFERENCES agents (id)
);
CREATE TABLE caller_checks (
  id uuid PRIMARY KEY,
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  customer_id uuid NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  version integer NOT NULL REFERENCES verification_profiles (version),
  asked text[] NOT NULL,
  matched text[] NOT NULL,
  profile text CHECK (profile IN ('P1', 'P2', 'P3')),
  holds_until timestamptz,
  CHECK (matched <@ asked),
  CHECK ((profile IS NULL) = (holds_until IS NULL))
);
CREATE INDEX caller_checks_ticket ON caller_checks (ticket_id, at DESC);
CREATE INDEX caller_checks_customer ON caller_checks (customer_id, at DESC);
CREATE INDEX caller_checks_agent ON caller_checks (agent_id, at DESC);
CREATE TABLE caller_codes (
  id uuid PRIMARY KEY,
  ticket_id uuid NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  customer_id uuid NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  agent_id uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  sent_at timestamptz,
  failed_at timestamptz,
  used_at timestamptz
);
CREATE INDEX caller_codes_ticket ON caller_codes (ticket_id, at DESC);
CREATE INDEX caller_codes_customer ON caller_codes (customer_id, at DESC);
CREATE INDEX caller_codes_agent ON caller_codes (agent_id, at DESC);
GRANT SELECT, INSERT, UPDATE, DELETE ON caller_checks, caller_codes TO diskret_app;
GRANT SELECT, INSERT ON verification_profiles TO diskret_app;`;

const SOURCE = "Art. 32(1) GDPR; LG Bonn 29 OWi 1/20";
/** `all` must match, and besides either `atLeast` of `choice` or one `proof`. What is asked is what a caller knows and a stranger hardly. */
const FIRST = {
  P1: { all: ["name"], choice: ["customerNumber", "postalAddress", "email", "phone"], atLeast: 1, proof: ["code"], minutes: 30 },
  P2: { all: ["name"], choice: ["customerNumber", "birthDate", "postalAddress", "email", "phone", "bankDetails"], atLeast: 2, proof: ["code"], minutes: 30 },
  P3: { all: ["name"], choice: ["customerNumber", "postalAddress", "bankDetails", "phone"], atLeast: 3, proof: ["code"], minutes: 30 },
};
