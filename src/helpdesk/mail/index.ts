/** Mail in, mail out, quarantine and the demonstration's outbox: what app.ts and the helpdesk's index mount. */
export { receiveMail } from "./receive-mail";
export type { MailOutcome } from "./keep-mail";
export { deliverMail } from "./deliver-mail";
export { mailJobs } from "./jobs";
export { startMailIn, type MailIn, type MailInOptions } from "./connectors";
export { MAIL_TRANSPORT, MailNotSent, sendPlain, transportFor, type PlainMail } from "./transport";
export { keepInOutbox } from "./demo-outbox";
export { demoOutboxRoutes, mailRoutes } from "./routes";
export { mayHandleQuarantine } from "./quarantine-desk";
