/** The whole face of the helpdesk. */
export { HELPDESK_SETTINGS, type HelpdeskSettings } from "./settings";
export { Queue } from "./queues/queue";
export { Ticket, type Priority, type Status, type TicketPurpose } from "./tickets/ticket";
export { Attachment, Message, OutboundMail } from "./conversation/message";
export { openTicket, type NewTicket, type OpenedTicket } from "./tickets/open-ticket";
export { addMessage } from "./conversation/add-message";
export { queueMail } from "./conversation/reply";
export { ticketPolicy, readableBy } from "./tickets/policy";
export { bePresent, mayHearTicket } from "./presence/presence";
export { ticketRoutes } from "./tickets/routes";
export { demoOutboxRoutes, mailRoutes } from "./mail/routes";
export { keepInOutbox } from "./mail/demo-outbox";
export { MAIL_TRANSPORT, sendPlain, transportFor } from "./mail/transport";
export { mailJobs } from "./mail/jobs";
export { receiveMail } from "./mail/receive-mail";
export { startMailIn, type MailIn } from "./mail/connectors";
export { helpdeskHolders } from "./holders";
export { contactRoutes } from "./contact-form";
