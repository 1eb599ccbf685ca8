import { parseMail, type MailLimits, defaultMailLimits } from "../../platform/mail";
import { append, type RunAsSystem } from "../../privacy";
import { keepMail } from "./keep-mail";
import { openQuarantined, settleQuarantined } from "./quarantine";
import { inOne, isUnreadable } from "./receive-mail";

/** A person has asked for it and waits: a second try may take longer and dig deeper than the open door. */
const PATIENT: MailLimits = { ...defaultMailLimits, maxDepth: 40, maxParts: 2000, budgetMs: 60_000 };

/**
 * Reads a quarantined mail again, now that a person wants it in a ticket: the reasons that are ours to overrule (bounce,
 * automatic reply, circle, flood) do not hold it back. What is still unreadable stays where it is, and the try is counted.
 */
export const retryQuarantined = async (run: RunAsSystem, id: string, agent: string): Promise<void> => {
  const mail = await run("quarantine", async (ctx) => {
    const opened = await openQuarantined(ctx, id);
    if (opened) await append(ctx, [{ action: "view", subjects: [id], ticket: null, forms: { correspondence: "clear" }, purpose: "mailDelivery", recipient: "mail door", count: 1, detail: { quarantine: id } }]);
    return opened;
  });
  if (!mail) return;
  const parsed = await parseMail(mail.raw, PATIENT);
  await inOne(run, async (ctx) => {
    const kept = isUnreadable(parsed) ? null : await keepMail(ctx, { mail, parsed, released: true });
    if (kept && kept.outcome !== "quarantined") await settleQuarantined(ctx, id, "released", { agent, ticket: kept.ticket });
    else await ctx.db.query("UPDATE quarantined_mails SET tries = tries + 1 WHERE id = $1", [id]);
  });
};
