import type { ParsedMail } from "../../platform/mail";
import type { Ctx } from "../../privacy";
import { referenceToken } from "./mail-references";
import { markBounced } from "./settle-outbound";

const RETURNED = new Set(["message/rfc822", "message/rfc822-headers", "text/rfc822-headers", "message/global", "message/global-headers"]);
const LOOK_BYTES = 64 * 1024;
const MAX_IDS = 50;

/** The mails that a delivery report is about: from its own headers and from what it returns of the original. */
const reportedIds = (report: ParsedMail): string[] => {
  const returned = report.attachments.filter(({ declaredType }) => RETURNED.has(declaredType)).map(({ bytes }) => bytes.toString("latin1", 0, LOOK_BYTES));
  const named = [...returned, report.text.slice(0, LOOK_BYTES)].flatMap((text) => [...text.matchAll(/^[> \t]*message-id:\s{0,80}(<[^<>\s]{1,480}>)/gim)].map((found) => found[1]!));
  return [...new Set([...named, ...report.inReplyTo, ...report.references])].slice(0, MAX_IDS);
};

/** "delayed" is no failure, and "delivered" is good news (RFC 3464, 2.3.3); a report that does not say is taken for a failure. */
const isFailure = (report: ParsedMail): boolean => {
  const actions = [...report.text.matchAll(/^action:\s{0,20}([a-z]+)/gim)].map((found) => found[1]!.toLowerCase());
  return actions.length === 0 || actions.includes("failed");
};

/** Notes a delivery report on the mail of ours that it is about. False where it is about none of them. */
export const noteBounce = async (ctx: Ctx, report: ParsedMail): Promise<boolean> => {
  const tokens = reportedIds(report).map((id) => referenceToken(ctx, id));
  if (tokens.length === 0 || !isFailure(report)) return false;
  return markBounced(ctx, tokens, /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(report.text.slice(0, LOOK_BYTES))?.[0] ?? "");
};
