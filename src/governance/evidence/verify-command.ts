import { openDatabase } from "../../platform/database";
import type { Config } from "../../platform/config";
import { askPool, verifyEvidence, type EvidenceFinding, type EvidenceVerification } from "./verify";

const SAYS: Readonly<Record<EvidenceFinding["problem"], string>> = {
  changed: "was changed after it was written", missing: "does not follow the entry before it: at least one is missing", broken: "does not carry the hash of the entry before it",
  lost: "is named by the access log and is not there any more", foreign: "is not named by the access log: it was slipped in",
};

const lineOf = ({ chain, position, id, problem }: EvidenceFinding): string =>
  (position === null ? `! The entry with the hash ${chain} ${SAYS[problem]}.` : `! Entry ${position} of ${chain} (${id}) ${SAYS[problem]}.`);

/** What `npm run log:verify` prints about the evidence of papers. */
export const evidenceReport = ({ entries, chains, removed, findings }: EvidenceVerification): string => [
  `Evidence of papers: ${entries.toLocaleString("en")} entries in ${chains.toLocaleString("en")} chains.`,
  ...(removed > 0 ? [`Removed by retention: ${removed.toLocaleString("en")} entries of people who left.`] : []),
  ...findings.map(lineOf),
  findings.length === 0 ? "Nothing was changed, removed or inserted." : `${findings.length} problem${findings.length === 1 ? "" : "s"} found.`,
].join("\n") + "\n";

export interface EvidenceSurroundings { readonly config: Pick<Config, "databaseUrl" | "dataDir">; print(text: string): void }

/** The second half of `npm run log:verify`; the answer is the exit code. */
export const verifyEvidenceCommand = async ({ config, print }: EvidenceSurroundings): Promise<0 | 1 | 2> => {
  try {
    const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, pool: 2, entities: [], migrations: [], join: true, migrate: false });
    try {
      const found = await verifyEvidence(askPool(database.pool));
      print(evidenceReport(found));
      return found.findings.length === 0 ? 0 : 1;
    } finally { await database.close(); }
  } catch (error) {
    const { code } = error as { code?: string };
    print(`Could not check the evidence: ${code === "42P01" || code === "42703" ? "the database is not one of this version." : `the database did not answer as expected (${code ?? "unknown"}).`}\n`);
    return 2;
  }
};
