import { parseMail, type MailLog, type ParsedMail, type ReceivedMail, type Unreadable } from "../../platform/mail";
import type { RunAsSystem } from "../../privacy";
import { keepMail, type Kept, type MailOutcome } from "./keep-mail";
import { isKnownMail } from "./mail-references";
import { quarantine, type QuarantineReason } from "./quarantine";

/**
 * Takes in one mail: it becomes a ticket, a message of a ticket, or is kept in quarantine with the reason. Resolves
 * once it is safely kept; rejects where keeping failed for a cause that passes (disk full, database gone), so that the
 * sending server gets 451 and tries again, and then nothing of it was kept. Everything else that goes wrong with a mail
 * is the mail's own and ends in quarantine: no mail can make the door fail for ever.
 */
export const receiveMail = async (run: RunAsSystem, mail: ReceivedMail, log?: MailLog): Promise<MailOutcome> => {
  const parsed = mail.oversize ? null : await parseMail(mail.raw);
  if (parsed === null) return apart(run, mail, "too-large");
  if (isUnreadable(parsed)) return apart(run, mail, parsed.reason, parsed.detail);
  try {
    return (await keepWhole(run, { mail, parsed, released: false })).outcome;
  } catch (error) {
    if (isPassing(error)) throw error;
    log?.error({ fault: nameOf(error) }, "a mail could not be put into a ticket; it is kept in quarantine");
    return apart(run, mail, "failed");
  }
};

export const isUnreadable = (parsed: ParsedMail | Unreadable): parsed is Unreadable => "unreadable" in parsed;

/** Keeps a readable mail in one transaction; of two transactions that keep the same mail, the second counts as a duplicate. */
export const keepWhole = async (run: RunAsSystem, readable: Parameters<typeof keepMail>[1]): Promise<Kept> => {
  try {
    return await inOne(run, (ctx) => keepMail(ctx, readable));
  } catch (error) {
    if (isKnownMail(error)) return { outcome: "duplicate", ticket: null };
    throw error;
  }
};

const apart = (run: RunAsSystem, mail: ReceivedMail, reason: QuarantineReason, detail?: string): Promise<MailOutcome> =>
  inOne(run, (ctx) => quarantine(ctx, mail, reason, detail ?? null));

/** One transaction; files that it has put are taken back when it fails. */
export const inOne = <T>(run: RunAsSystem, work: Parameters<typeof run<T>>[1]): Promise<T> => run("mail", work);

/** Codes of the file system that say nothing about the mail. */
const PASSING = new Set(["ENOSPC", "EDQUOT", "EIO", "EROFS", "EMFILE", "ENFILE", "EACCES", "ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOENT"]);
/** Classes of PostgreSQL: connection, deadlock and serialisation, resources, operator intervention, system (full disk is 53100). */
const PASSING_CLASSES = /^(08|40|53|57|58|55P03)/;
const isPassing = (error: unknown): boolean => {
  const { code } = ((error as { driverError?: unknown } | null)?.driverError ?? error ?? {}) as { code?: unknown };
  if (typeof code !== "string") return /connection|timeout/i.test(nameOf(error)) || (error instanceof Error && /Connection terminated|timeout exceeded/.test(error.message));
  return PASSING.has(code) || (/^[0-9A-Z]{5}$/.test(code) && PASSING_CLASSES.test(code));
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "unknown");
