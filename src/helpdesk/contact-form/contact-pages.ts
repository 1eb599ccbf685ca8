import { rows } from "../../platform/database";
import { NotFound, type FieldErrors } from "../../platform/faults";
import type { Page, Typed } from "../../platform/http";
import { translator, type Translate } from "../../platform/i18n";
import { use } from "../../platform/services";
import type { Ctx } from "../../privacy";
import { HELPDESK_SETTINGS } from "../settings";
import { issueFormToken, numberOfReceipt, readFormToken } from "./form-token";
import { ACCEPTED_ENDINGS } from "./judge-files";
import { LONGEST, MAX_FILES } from "./send-contact-form";

const FIELDS = ["form", "name", "email", "topic", "subject", "message", "files"] as const;
export interface ContactField { readonly value: string; readonly error: string }
export interface ContactPage {
  readonly form: Readonly<Record<(typeof FIELDS)[number], ContactField>>;
  readonly topics: readonly { readonly value: string; readonly label: string }[];
  readonly page: string; readonly path: string; readonly company: string; readonly contact: string; readonly longest: typeof LONGEST;
  readonly maxFiles: number; readonly megabytes: number; readonly accept: string; readonly errors: number;
  readonly other: { readonly path: string; readonly language: "de" | "en"; readonly label: string };
}
export interface ReceivedPage { readonly number: string; readonly company: string; readonly again: string }

const languageOf = ({ viewer }: Ctx): "de" | "en" => (viewer.kind === "system" ? "de" : viewer.locale);

/** The form as it is opened, or as it comes back with everything typed and the messages by the fields. */
export const showContactForm = async (ctx: Ctx, typed: Typed = {}, errors: FieldErrors = {}): Promise<Page> => {
  const language = languageOf(ctx);
  const t = translator(language, "key");
  const settings = use(ctx.db, HELPDESK_SETTINGS);
  const queues = await rows<{ value: string; label: string }>(ctx.db, "SELECT id AS value, CASE WHEN $1 = 'de' THEN name_de ELSE name_en END AS label FROM queues ORDER BY position, key", [language]);
  const other = language === "de" ? "en" : "de";
  const model: ContactPage = {
    form: Object.fromEntries(FIELDS.map((name) => [name, { value: name === "form" || name === "files" ? "" : typed[name] ?? "", error: messageOf(t, name, errors) }])) as ContactPage["form"],
    topics: queues, page: pageMark(ctx, settings.replyTokenKey, typed["page"]), path: `/contact?language=${language}`, company: settings.companyName, contact: settings.supportAddress, longest: LONGEST,
    maxFiles: MAX_FILES, megabytes: Math.floor(settings.uploadMaxBytes / 1_000_000), accept: ACCEPTED_ENDINGS, errors: Object.keys(errors).filter((name) => name !== "form").length,
    other: { path: `/contact?language=${other}`, language: other, label: t(`contact.language.${other}`) },
  };
  return { template: "helpdesk/contact/form", model, title: t("contact.title") };
};

/** A page that comes back keeps its mark while it holds, so that a form that comes back and was sent meanwhile is still the same form. */
const pageMark = (ctx: Ctx, key: Buffer, typed: string | undefined): string => {
  const state = typed ? readFormToken(key, typed, ctx.now).state : "forged";
  return state === "ready" || state === "tooFast" ? typed! : issueFormToken(key, ctx.now);
};

const messageOf = (t: Translate, name: (typeof FIELDS)[number], errors: FieldErrors): string => {
  const key = errors[name];
  if (!key) return "";
  return t(key, key === "form.tooLong" ? { max: LONGEST[name as keyof typeof LONGEST] } : {});
};

/** The thank-you page behind a signed receipt: the number and what happens next. */
export const showReceived = async (ctx: Ctx, receipt: string): Promise<Page> => {
  const { replyTokenKey, companyName } = use(ctx.db, HELPDESK_SETTINGS);
  const number = numberOfReceipt(replyTokenKey, receipt);
  if (!number) throw new NotFound();
  const language = languageOf(ctx);
  const model: ReceivedPage = { number, company: companyName, again: `/contact?language=${language}` };
  return { template: "helpdesk/contact/received", model, title: translator(language, "key")("contact.received.title") };
};
