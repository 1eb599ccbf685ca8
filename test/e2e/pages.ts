import type { Page } from "playwright-core";
import type { Site } from "../support/browser";
import type { GivenAgent } from "../support/given";

/** One screen as one of those who have it sees it. */
export interface Screen {
  readonly name: string;
  /** Null: nobody has signed in. */
  readonly who: keyof Cast | null;
  readonly path: string;
  /** What the person does there before the page is looked at. */
  readonly act?: (page: Page) => Promise<void>;
  readonly expected?: RegExp;
}
export interface Cast { readonly agent: GivenAgent; readonly outside: GivenAgent; readonly idle: GivenAgent; readonly lead: GivenAgent; readonly officer: GivenAgent; readonly administrator: GivenAgent }

/** As long as anything gets: names of eighty characters, words of sixty, many addresses. */
const LONG_NAME = "Maximiliane-Friederike Freifrau von und zu Hohenstein-Waldburg-Zeil-Trauchburg";
const LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";
const SUBJECT = `Wegen der ${LONG_WORD} und der seit mehreren Wochen ausbleibenden Rückmeldung zu meiner Beschwerde über den beschädigten Schrank`;
const TEXT = `Guten Tag,\n\nich heiße ${LONG_NAME} und erreiche Sie nicht. Meine Nummer: 030 23125 014, IBAN DE89 3704 0044 0532 0130 00, geboren am 12.03.1985.\n${LONG_WORD}${LONG_WORD}\nhttps://shop.example/konto/bestellungen/uebersicht?auftrag=${"0123456789".repeat(12)}\n\nMit freundlichen Grüßen`;

/** A company with everything at its longest. */
export const furnish = async ({ given }: Site) => {
  const queue = await given.queue("service");
  const employerId = await given.processor("Kundendienstleistungsgesellschaft Weser-Ems-Nordwestdeutschland mbH & Co. KG");
  await given.contract(employerId, { queues: [queue] });
  const [team, teamInside] = [await given.team(employerId), await given.team()];
  const person = (wish: Parameters<typeof given.agent>[0]): Promise<GivenAgent> => given.agent({ queues: [queue], ...wish });
  const cast: Cast = {
    agent: await person({ name: LONG_NAME, teamId: teamInside }), outside: await person({ name: "Oskar Extern", employerId, teamId: team, place: "home" }),
    idle: await person({ name: "Ida Leer", queues: [await given.queue("empty")] }), lead: await person({ role: "lead", name: "Lena Leitung", teamId: teamInside }),
    officer: await person({ role: "privacyOfficer", name: "Petra Schutz" }), administrator: await person({ role: "administrator", name: "Adam Verwalter" }),
  };
  const values = [{ category: "email" as const, value: "erika.mustermann@kunde.example" }, { category: "email" as const, value: `${"sehr-lange-adresse-".repeat(3)}@${"abteilung.".repeat(5)}kunde.example` },
    { category: "phone" as const, value: "+49 30 23125 014" }, { category: "phone" as const, value: "+49 30 23125 015" }, { category: "postalAddress" as const, value: `An der langen Gasse 12, ${LONG_WORD}, 10115 Berlin` }];
  const customerId = await given.customer({ name: LONG_NAME, values });
  const clear = await given.ticket({ queueId: queue, customerId, subject: SUBJECT, text: TEXT });
  const masked = await given.ticket({ queueId: queue, customerId, subject: SUBJECT, text: TEXT });
  const unassigned = await given.ticket({ queueId: queue, customerId, subject: "Frage", text: TEXT });
  await given.sql("UPDATE tickets SET routed_to = $1, assignee_id = $2, priority = 'urgent' WHERE id = $3", [employerId, cast.outside.id, masked.id]);
  await given.sql("UPDATE tickets SET routed_to = $1 WHERE id = $2", [employerId, unassigned.id]);
  await given.sql("UPDATE tickets SET assignee_id = $1, priority = 'high' WHERE id = $2", [cast.agent.id, clear.id]);
  for (const subject of ["Rechnung", "Garantie", "Rückgabe"]) await given.ticket({ queueId: queue, subject });
  return { cast, clear, masked, unassigned, queue };
};
export type Furnished = Awaited<ReturnType<typeof furnish>>;

const click = (selector: string) => async (page: Page): Promise<void> => { await page.click(selector); };

/** Every screen of the program, each as somebody who has it. */
export const screens = ({ clear, masked, unassigned, cast }: Furnished, quarantined: string): Screen[] => [
  { name: "sign-in", who: null, path: "/sign-in" },
  { name: "sign-in-refused", who: null, path: "/sign-in", expected: /^\d+ POST \/sign-in/, act: async (page) => {
    await page.fill("[name=email]", "nobody@staff.example");
    await page.fill("[name=password]", "wrong wrong wrong");
    await page.selectOption("[name=place]", "office");
    await page.click("main form [type=submit]");
    await page.waitForLoadState();
  } },
  { name: "password-reset", who: null, path: "/password-reset" },
  { name: "link-gone", who: null, path: "/invitations/unknown", expected: /^\d+ GET \/invitations/ },
  { name: "contact", who: null, path: "/contact" },
  { name: "contact-errors", who: null, path: "/contact", expected: /^422 POST \/contact/, act: async (page) => { await page.evaluate("document.querySelector('main form').noValidate = true"); await page.click("main form [type=submit]"); await page.locator(".field__error").first().waitFor(); } },
  { name: "contact-thanks", who: null, path: "/contact", act: async (page) => {
    await page.fill("[name=email]", "kunde@kunde.example");
    await page.selectOption("[name=topic]", { index: 1 });
    await page.fill("[name=subject]", "Eine Frage");
    await page.fill("[name=message]", "Wo bleibt mein Paket?");
    await page.waitForTimeout(3_500);
    await page.click("main form [type=submit]");
    await page.waitForURL("**/contact/received/**");
  } },
  { name: "not-found", who: null, path: "/nothing-here", expected: /^404 GET \/nothing-here/ },
  { name: "styleguide", who: null, path: "/styleguide" },
  { name: "account", who: "agent", path: "/account" },
  { name: "sessions", who: "agent", path: "/account/sessions" },
  { name: "second-factor", who: "agent", path: "/account/second-factor" },
  { name: "tickets", who: "agent", path: "/tickets" },
  { name: "tickets-empty", who: "idle", path: "/tickets" },
  { name: "tickets-search-empty", who: "agent", path: "/tickets?q=gibtesnicht" },
  { name: "ticket-clear", who: "agent", path: `/tickets/${clear.number}` },
  { name: "ticket-masked", who: "outside", path: `/tickets/${masked.number}` },
  { name: "ticket-why", who: "outside", path: `/tickets/${masked.number}`, act: async (page) => { await page.locator("#customer .masked__lock").filter({ visible: true }).first().click({ timeout: 2_000 }).catch(() => page.locator("#messages .span-masked").first().click()); } },
  { name: "ticket-unassigned", who: "outside", path: `/tickets/${unassigned.number}` },
  { name: "ticket-note", who: "agent", path: `/tickets/${clear.number}`, act: click(".composer__kind:has([value=note])") },
  { name: "new-ticket", who: "agent", path: "/tickets/new" },
  { name: "look-up", who: "agent", path: "/look-up" },
  { name: "look-up-found", who: "agent", path: "/look-up", act: async (page) => { await page.fill("[name=value]", "erika.mustermann@kunde.example"); await page.click("main form [type=submit]"); await page.locator("main .panel").first().waitFor(); } },
  { name: "look-up-nobody", who: "agent", path: "/look-up", act: async (page) => { await page.fill("[name=value]", "niemand@kunde.example"); await page.click("main form [type=submit]"); await page.locator("main .empty-state").waitFor(); } },
  { name: "palette", who: "agent", path: "/tickets", act: click("[data-shortcut=palette]") },
  { name: "account-menu", who: "agent", path: "/tickets", act: click("details.account summary") },
  { name: "forbidden", who: "agent", path: "/administration/people", expected: /^403 GET \/administration/ },
  { name: "access-log", who: "lead", path: "/access-log" },
  { name: "access-log-empty", who: "lead", path: "/access-log?viewer=P-00000000" },
  { name: "access", who: "lead", path: "/access-log", act: async (page) => { await page.locator(".events__title a").first().click(); await page.waitForURL(/access-log\/\d+/); } },
  { name: "policy", who: "officer", path: "/policy" },
  { name: "policy-preview", who: "officer", path: "/policy", act: async (page) => { await page.selectOption("main select >> nth=0", "clear"); await page.selectOption("main select >> nth=1", "hidden"); await page.click("main form [type=submit]"); await page.locator("main .panel .pill").first().waitFor(); } },
  { name: "quarantine", who: "officer", path: "/quarantine" },
  { name: "quarantined", who: "officer", path: `/quarantine/${quarantined}` },
  { name: "outbox", who: "officer", path: "/demo/outbox" },
  { name: "people", who: "administrator", path: "/administration/people" },
  { name: "person", who: "administrator", path: `/administration/people/${cast.agent.id}` },
  { name: "security", who: "administrator", path: "/administration/security" },
];
