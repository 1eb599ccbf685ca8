import { Column, Entity, PrimaryColumn } from "typeorm";
import { SealedColumn, type Sealed } from "../../privacy";

/** One contribution to a ticket: public (the customer gets it) or an internal note. Never changed after it is written. */
@Entity("messages")
export class Message {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") ticketId!: string;
  /** Counts from 1 within the ticket. */
  @Column("integer") number!: number;
  /** The person under whose key the text is sealed: the ticket's customer. */
  @Column("uuid") subjectId!: string;
  @Column("text") kind!: "public" | "note";
  @Column("text") authorKind!: "customer" | "agent" | "system";
  /** An agent or a customer, by authorKind. */
  @Column("uuid", { nullable: true }) authorId!: string | null;
  @Column("text") channel!: "mail" | "form" | "phone" | "screen";
  @SealedColumn("messages.body", "correspondence") body!: Sealed;
  @Column("timestamptz") createdAt!: Date;
}

/** A file that came with a message or goes out with it. The bytes lie sealed in the file store. */
@Entity("attachments")
export class Attachment {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") messageId!: string;
  @Column("uuid") subjectId!: string;
  /** `originalHtml` is the mail as it came, shown in a sandboxed frame only. */
  @Column("text") kind!: "file" | "inline" | "originalHtml";
  @SealedColumn("attachments.file_name", "correspondence") fileName!: Sealed;
  /** Found by looking at the bytes, never believed from the sender. */
  @Column("text") contentType!: string;
  /** Keyed digest of the Content-ID, for inline images of the original. */
  @Column("bytea", { nullable: true }) contentId!: Buffer | null;
  @Column("integer") size!: number;
  @Column("text") fileKey!: string;
  @Column("timestamptz") createdAt!: Date;
}

export type OutboundState = "queued" | "sent" | "failed";
/** A public message on its way to the customer's mailbox. */
@Entity("outbound_mails")
export class OutboundMail {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") messageId!: string;
  @Column("text") state!: OutboundState;
  @Column("integer", { default: 0 }) attempts!: number;
  /** A code of the transport, never its sentence (that may quote an address). */
  @Column("text", { nullable: true }) failure!: string | null;
  @Column("timestamptz") queuedAt!: Date;
  @Column("timestamptz", { nullable: true }) settledAt!: Date | null;
}
