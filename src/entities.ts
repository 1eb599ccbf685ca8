import type { EntityClass } from "./platform/database";
import { Customer, CustomerValue, Organisation } from "./customers";
import { Attachment, Message, OutboundMail, Queue, Ticket } from "./helpdesk";
import { GOVERNANCE_ENTITIES } from "./governance";
import { IDENTITY_ENTITIES } from "./identity";

/** Every entity there is. A contract test compares them with the migrated schema and finds sealed columns nobody answers for. */
export const ENTITIES: EntityClass[] = [...IDENTITY_ENTITIES, ...GOVERNANCE_ENTITIES, Customer, CustomerValue, Organisation, Queue, Ticket, Message, Attachment, OutboundMail];
