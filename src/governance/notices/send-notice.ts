import { z } from "zod";
import { event } from "../../platform/context";
import { formatDate, translator, type Locale } from "../../platform/i18n";
import type { Job } from "../../platform/jobs";
import { colleague, localPath, publicAddress, type Colleague } from "../../identity";
import type { Ctx, RunAsSystem } from "../../privacy";

/** A mail to a colleague: what happened by the key of its text, and where to go. It names nobody. */
export interface Notice {
  /** An agent's id. */
  readonly to: string;
  /** Key below `notices.` in locales/; the text has a `subject` and a `text`. */
  readonly template: string;
  /** A path of this site. */
  readonly path: string;
  /** Dates, numbers, titles of documents, references. Never a name or an address: mail is read by machines on its way. */
  readonly values?: Readonly<Record<string, string | number | Date>>;
  /** Also for somebody who has left; nobody else who left gets mail. */
  readonly afterLeaving?: boolean;
}

/** What leaves: plain text to one address. */
export interface ColleagueMail { readonly to: string; readonly subject: string; readonly text: string; readonly language?: Locale }
export type SendMail = (mail: ColleagueMail) => Promise<void>;

const TEMPLATE = /^[a-z][A-Za-z]{1,40}(\.[a-z][A-Za-z]{1,40})?$/;
const Values = z.record(z.string(), z.union([z.string(), z.number(), z.object({ date: z.iso.datetime() })]));
const Payload = z.object({ agent: z.uuid(), template: z.string().regex(TEMPLATE), path: z.string().startsWith("/"), values: z.string(), afterLeaving: z.union([z.literal(0), z.literal(1)]) });

/** Has the mail sent after the commit, or not at all when the transaction rolls back. Throws for a path of another site and for an address among the values. */
export const sendNotice = async (ctx: Pick<Ctx, "publish">, { to, template, path, values = {}, afterLeaving = false }: Notice): Promise<void> => {
  if (!TEMPLATE.test(template) || localPath(path) !== path) throw new Error("A notice has the key of a text and a path of this site.");
  if (Object.values(values).some((value) => typeof value === "string" && value.includes("@"))) throw new Error("A notice holds no address.");
  const kept = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value instanceof Date ? { date: value.toISOString() } : value]));
  await ctx.publish(event("NoticeDue", { agent: to, template, path, values: JSON.stringify(kept), afterLeaving: afterLeaving ? 1 : 0 }));
};

/** The mail in the language of whoever gets it; dates in their spelling. */
export const noticeMail = (to: Colleague, house: { companyName: string; baseUrl: string }, { template, path, values }: { template: string; path: string; values: string }): ColleagueMail => {
  const t = translator(to.locale, "key");
  const said = Object.fromEntries(Object.entries(Values.parse(JSON.parse(values))).map(([key, value]) => [key, typeof value === "object" ? formatDate(new Date(value.date), to.locale, "date") : value]));
  const all = { ...said, company: house.companyName, url: `${house.baseUrl}${path}` };
  return { to: to.email, subject: t(`notices.${template}.subject`, all), text: `${t("notices.greeting")}\n\n${t(`notices.${template}.text`, all)}\n\n${all.url}\n\n${t("notices.closing", all)}\n`, language: to.locale };
};

export const noticeJobs = (run: RunAsSystem, send: SendMail): Job[] => [{
  name: "send-notice", on: "NoticeDue", payload: Payload, retries: 6,
  run: async (payload: z.infer<typeof Payload>) => {
    const mail = await run("notices", async (ctx) => {
      const to = await colleague(ctx, payload.agent);
      return to && (!to.left || payload.afterLeaving === 1) ? noticeMail(to, publicAddress(ctx), payload) : null;
    });
    if (mail) await send(mail);
  },
} as unknown as Job];
