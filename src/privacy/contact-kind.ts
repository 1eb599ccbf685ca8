/** Addresses of a function, not of a person (domain rule 4.4). Anything else is personal: unsure means personal. */
const ROLE_MAILBOXES = new Set(["info", "service", "kontakt", "contact", "office", "buchhaltung", "accounting", "rechnung", "invoice", "invoices", "billing", "einkauf", "purchasing", "bestellung", "orders", "support", "hilfe", "help", "verwaltung", "zentrale", "sales", "vertrieb", "mail", "post", "team", "empfang", "noreply", "no-reply"]);

/** Whether an e-mail address belongs to a function of an organisation ("info@"). */
export const isRoleMailbox = (address: string): boolean => ROLE_MAILBOXES.has(address.split("@")[0]!.toLowerCase().replace(/[._]/g, "-").trim());
