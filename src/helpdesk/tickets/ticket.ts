import { Column, Entity, PrimaryColumn } from "typeorm";
import { Conflict } from "../../platform/faults";
import { SealedColumn, type Level, type Purpose, type Sealed } from "../../privacy";

export const STATUSES = ["open", "waiting", "closed"] as const;
export type Status = (typeof STATUSES)[number];
export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];
/** Purposes a ticket can have; others (audit, mail delivery) belong to the program. */
export const TICKET_PURPOSES = ["support", "complaint", "order", "delivery", "invoicing", "warranty", "rightsRequest"] as const satisfies readonly Purpose[];
export type TicketPurpose = (typeof TICKET_PURPOSES)[number];
export type Channel = "mail" | "form" | "phone";

/** A request of one person, its conversation and its state. Guards its own changes; who may ask for them is policy. */
@Entity("tickets")
export class Ticket {
  @PrimaryColumn("uuid") id!: string;
  /** Given by the database; a bigint, so the driver says it as text. */
  @Column("bigint") number!: string;
  @Column("uuid") customerId!: string;
  @SealedColumn("tickets.subject", "correspondence") subject!: Sealed;
  @Column("uuid") queueId!: string;
  /** The employer whose people work on it; the in-house employer unless routed to a processor. */
  @Column("uuid") routedTo!: string;
  @Column("text") status!: Status;
  @Column("text") priority!: Priority;
  @Column("text") purpose!: TicketPurpose;
  @Column("text") channel!: Channel;
  @Column("text") language!: "de" | "en";
  @Column("text") level!: Level;
  @Column("uuid", { nullable: true }) assigneeId!: string | null;
  @Column("timestamptz") createdAt!: Date;
  @Column("timestamptz") activityAt!: Date;
  /** Counts every change that a screen would show; signals carry it. */
  @Column("integer", { default: 1 }) version!: number;

  get isOpen(): boolean { return this.status !== "closed"; }

  assign(agentId: string | null): void {
    if (!this.isOpen) throw new Conflict("ticketClosed");
    this.assigneeId = agentId;
  }

  close(): void {
    if (!this.isOpen) throw new Conflict("ticketClosed");
    this.status = "closed";
  }

  reopen(): void {
    if (this.isOpen) throw new Conflict("ticketOpen");
    this.status = "open";
  }

  /** Our answer is out: the next move is the customer's. */
  waitForCustomer(): void { if (this.isOpen) this.status = "waiting"; }

  /** Something came from the customer: the ticket is ours again, even when it was closed. */
  customerWrote(): void { this.status = "open"; }
}
