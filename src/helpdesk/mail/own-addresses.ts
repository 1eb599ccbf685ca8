import { use } from "../../platform/services";
import { rows } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { HELPDESK_SETTINGS } from "../settings";
import type { TicketPurpose } from "../tickets/ticket";

export interface MailQueue { readonly id: string; readonly key: string; readonly address: string }

/** The queues in their order, and every address at which mail reaches us. */
export interface OwnAddresses {
  readonly queues: readonly MailQueue[];
  readonly all: ReadonlySet<string>;
}

/** An address without its tag, in lower case: what is compared with our own. "Support+abc@x.example" is "support@x.example". */
export const baseAddress = (address: string): string => {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf("@");
  const plus = lower.indexOf("+");
  return plus > 0 && plus < at ? lower.slice(0, plus) + lower.slice(at) : lower;
};

export const ownAddresses = async (ctx: Ctx): Promise<OwnAddresses> => {
  const queues = await rows<MailQueue>(ctx.db, "SELECT id, key, lower(address) AS address FROM queues ORDER BY position, key");
  return { queues, all: new Set([...queues.map(({ address }) => address), use(ctx.db, HELPDESK_SETTINGS).supportAddress.toLowerCase()]) };
};

/** The queue that the first of these addresses names; the first queue of all where none does. Null where there are no queues yet. */
export const queueFor = ({ queues }: OwnAddresses, recipients: readonly string[]): MailQueue | null => {
  for (const recipient of recipients) {
    const queue = queues.find(({ address }) => address === baseAddress(recipient));
    if (queue) return queue;
  }
  return queues[0] ?? null;
};

const PURPOSE_OF_QUEUE: Readonly<Record<string, TicketPurpose>> = { complaints: "complaint", shipping: "delivery", billing: "invoicing", returns: "warranty" };
/** What people who write to this queue want; a person can change it on the ticket. */
export const purposeOf = (queueKey: string): TicketPurpose => PURPOSE_OF_QUEUE[queueKey] ?? "support";
