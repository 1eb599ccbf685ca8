import { sealedColumns } from "../../src/privacy";
import { startProgram, type TestProgram } from "../support/program";

/** Sealed values that no entity declares, because SQL in plain sight writes them. They need a holder like every other. */
const SEALED_BY_STATEMENT: readonly string[] = ["reveals.note", "demo_outbox.raw", "mail_references.mail_id"];
/** What is no ciphertext of a person although it is bytes, and why that tells nothing. */
const NOT_PERSONAL: Readonly<Record<string, string>> = {
  "system_keys.wrapped": "a key, wrapped by the master key", "data_keys.wrapped": "a key, wrapped by the master key",
  "blind_index.token": "HMAC of a normalised value", "agents.email_token": "HMAC of an address", "one_time_links.token_hash": "hash of a link",
  "attachments.content_id": "HMAC of a Content-ID", "mail_references.token": "HMAC of a Message-ID", "quarantined_mails.digest": "HMAC of a mail", "contact_forms.token": "a random mark of a form page, or its hash",
  "access_log_leaves.hash": "leaf of the tree", "access_log_nodes.hash": "node of the tree", "checkpoints.root": "root of the tree",
};

let program: TestProgram;
let bytes: string[];
beforeAll(async () => {
  program = await startProgram({}, { work: false });
  const { rows } = await program.database.pool.query("SELECT table_name || '.' || column_name AS place FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'bytea' ORDER BY 1");
  bytes = rows.map(({ place }) => place as string);
}, 120_000);
afterAll(() => program.stop());

const declared = (): string[] => sealedColumns().map(({ place }) => place);

describe("sealed columns", () => {
  it("stand in the database as bytes", () => {
    expect([...declared(), ...SEALED_BY_STATEMENT].filter((place) => !bytes.includes(place))).toEqual([]);
  });

  it("are declared once each", () => {
    expect(declared().filter((place, index, all) => all.indexOf(place) !== index)).toEqual([]);
  });

  it("are answered for by a holder, so that access, erasure and retention find them", () => {
    expect([...declared(), ...SEALED_BY_STATEMENT].filter((place) => !program.holders.covers(place as `${string}.${string}`))).toEqual([]);
  });

  it("are all the bytes there are, but for keys, hashes and tokens", () => {
    const known = new Set([...declared(), ...SEALED_BY_STATEMENT, ...Object.keys(NOT_PERSONAL)]);
    expect(bytes.filter((place) => !known.has(place))).toEqual([]);
    expect(Object.keys(NOT_PERSONAL).filter((place) => !bytes.includes(place))).toEqual([]);
  });
});
