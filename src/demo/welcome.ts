import { AGENTS } from "./people";
import { EMPLOYERS, SHOP_DOMAIN } from "./company";
import type { SampleAgent } from "./types";

export interface Address {
  readonly baseUrl: string; readonly dataDir: string; readonly password: string;
  /** Null where the SMTP receiver could not start. */
  readonly smtpPort: number | null;
}

const ROLE = { agent: "agent", lead: "team lead", privacyOfficer: "privacy officer", administrator: "administrator", auditor: "auditor" } as const;
const COUNTRY: Readonly<Record<string, string>> = { DE: "Germany", PT: "Portugal" };

/** Where the person would say they work, and what of their papers the demo is about. */
const hint = ({ place, employer, papers }: SampleAgent): string => {
  const country = EMPLOYERS.find(({ key }) => key === employer)!.country;
  const lacking = [
    papers.acknowledgement === "valid" ? "" : `acknowledgement ${papers.acknowledgement}`,
    papers.training === "valid" ? "" : "training overdue",
  ].filter(Boolean);
  return [place === "home" ? "home office" : "office", ...(country === "DE" ? [] : [COUNTRY[country] ?? country]), ...lacking].join(", ");
};

const table = (lines: readonly (readonly string[])[]): string => {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd()}`).join("\n");
};

const signIns = (): string => table([
  ["Name", "Role", "Employer", "Place of work", "Sign in as"],
  ...AGENTS.map((agent) => [agent.name, ROLE[agent.role], EMPLOYERS.find(({ key }) => key === agent.employer)!.name, hint(agent), agent.email]),
]);

const mailing = (port: number | null): string => (port === null
  ? "No mail comes in: the port of SMTP_IN_PORT is taken. Set another one and start again."
  : `Mail: whatever reaches port ${port} for a queue becomes a ticket. Nothing leaves this machine.
  printf 'From: Kim Muster <kim@example.org>\\nTo: versand@${SHOP_DOMAIN}\\nSubject: Wo ist mein Paket?\\n\\nGuten Tag, wo bleibt es?\\n' | curl smtp://127.0.0.1:${port} --mail-from kim@example.org --mail-rcpt versand@${SHOP_DOMAIN} -T -`);

/** What stands on the console once the demo serves. */
export const welcome = ({ baseUrl, dataDir, smtpPort, password }: Address): string => `
Diskret is ready: ${baseUrl}
Everybody's password: ${password}

${signIns()}

Zuerst ausprobieren:
  1. Als Svenja Harms und als Doreen Kaluza anmelden (Arbeitsort: Büro) und dieselbe Liste vergleichen: eigenes Haus und Dienstleister.
  2. Ein Ticket öffnen, eine verdeckte Angabe mit Grund aufdecken; Cornelia Abel sieht es im Zugriffsprotokoll.
  3. Als Falk Winter den Arbeitsort wechseln (Büro, Zuhause, Ausland) und zusehen, was sichtbar bleibt.
What to try first:
  1. Sign in as Svenja Harms and as Doreen Kaluza (place of work: office) and compare the list: in-house and outsourced.
  2. Open a ticket and reveal a masked value with a reason; Cornelia Abel finds it in the access log.
  3. As Falk Winter, change the place of work (office, home, abroad) and watch what stays visible.

${mailing(smtpPort)}

The data stands in ${dataDir}. Delete that folder for a fresh start. Ctrl-C stops.
`;
