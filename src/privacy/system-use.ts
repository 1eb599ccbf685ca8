import { append } from "./access-log/append";
import type { Category } from "./categories";
import { decode } from "./detect";
import { loadKeys } from "./keys/data-keys";
import { kernelOf } from "./kernel";
import { decrypt, type Place, type Sealed } from "./sealed";
import { Forbidden } from "../platform/faults";
import type { Ctx } from "./viewer";

/** What the program itself opens, and for whom: sending a reply, an export, a connector. */
export interface SystemUse {
  readonly purpose: "mailDelivery" | "rightsRequest" | "security";
  /** Who receives it: a function or a company, never an address. */
  readonly recipient: string;
  readonly ticket: string | null;
  readonly items: readonly { readonly key: string; readonly subject: string; readonly category: Category; readonly value: Sealed | null }[];
}

/** What each purpose of the program itself needs; anything else stays sealed (deny by default). */
const NEEDED: Readonly<Record<SystemUse["purpose"], ReadonlySet<Category>>> = {
  mailDelivery: new Set(["name", "email", "correspondence", "attachment"]),
  rightsRequest: new Set(["name", "email"]),
  security: new Set(["attachment", "correspondence"]),
};

/**
 * Opens values for the program's own use and writes the disclosure with its recipient in the same transaction. People
 * who are frozen or erased do not open. Only the system viewer may call it.
 */
export const useAsSystem = async (ctx: Ctx, use: SystemUse): Promise<Map<string, string>> => {
  if (ctx.viewer.kind !== "system") throw new Forbidden();
  const keys = await loadKeys(ctx.db, kernelOf(ctx).master, [...new Set(use.items.map(({ subject }) => subject))]);
  const opened = new Map<string, string>();
  for (const item of use.items) {
    const key = keys.get(item.subject);
    if (!item.value || !key?.key || key.restricted || !NEEDED[use.purpose].has(item.category)) continue;
    const clear = decrypt(key.key, item.value.place, item.subject, item.value.toPostgres()).toString("utf8");
    opened.set(item.key, item.category === "correspondence" ? decode(clear).text : clear);
  }
  const used = use.items.filter(({ key }) => opened.has(key));
  await append(ctx, [{
    action: "send", subjects: [...new Set(used.map(({ subject }) => subject))].sort(), ticket: use.ticket,
    forms: Object.fromEntries(used.map(({ category }) => [category, "clear"])), purpose: use.purpose, recipient: use.recipient, count: used.length,
  }]);
  return opened;
};

/** Opens bytes (an attachment to be sent, a quarantined mail to be tried again) for the program's own use; the caller logs with `useAsSystem`. */
export const openBytesAsSystem = async (ctx: Ctx, subject: string, place: Place, bytes: Buffer): Promise<Buffer | null> => {
  if (ctx.viewer.kind !== "system") throw new Forbidden();
  const key = (await loadKeys(ctx.db, kernelOf(ctx).master, [subject])).get(subject);
  return key?.key && !key.restricted ? decrypt(key.key, place, subject, bytes) : null;
};
