import { createHash } from "node:crypto";
import { rows } from "../../platform/database";
import { Conflict, Invalid } from "../../platform/faults";
import { splitQuoted } from "../../platform/mail";
import { categoriesOfText, type Category, type Ctx } from "../../privacy";

/** Passages that do not leave for new eyes without a second look; a name or a mail address in a greeting is no news to anybody. */
const TELLING: ReadonlySet<Category> = new Set<Category>(["phone", "postalAddress", "customerNumber", "birthDate", "bankDetails", "paymentCard", "officialId", "onlineIdentifier", "special"]);

/** Recipients whom one of us has added and who have had no mail of this ticket since. */
const FRESH = `SELECT p.customer_id AS id FROM ticket_participants p WHERE p.ticket_id = $1 AND p.added_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM messages m JOIN outbound_mails o ON o.message_id = m.id WHERE m.ticket_id = p.ticket_id AND m.created_at >= p.added_at) ORDER BY p.customer_id`;

/**
 * A reply that goes to somebody for the first time is looked at once more before it leaves (domain rule 4.3): to how many
 * it goes, and what kinds of personal data its text holds. Throws Conflict with what to show, unless exactly that has
 * been confirmed (`checked`); a recipient who was added meanwhile is a new question. Quoted history does not go to new
 * recipients at all (Invalid): what is masked for the writer may stand in clear in it.
 */
export const checkRecipients = async (ctx: Ctx, ticketId: string, { body, checked }: { body: string; checked: string }): Promise<void> => {
  const fresh = (await rows<{ id: string }>(ctx.db, FRESH, [ticketId])).map(({ id }) => id);
  if (fresh.length === 0) return;
  if (splitQuoted(body).quoted.trim() !== "" || /^\s*>/m.test(body)) throw new Invalid({ body: "form.quotesHistory" });
  const held = categoriesOfText(body).filter((category) => TELLING.has(category)).sort();
  const mark = createHash("sha256").update(JSON.stringify([ticketId, fresh, held])).digest("base64url").slice(0, 22);
  if (checked !== mark) throw new Conflict("sendCheck", { count: fresh.length, held: held.join(), mark });
};
