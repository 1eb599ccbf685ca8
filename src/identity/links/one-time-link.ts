import { Column, Entity, PrimaryColumn } from "typeorm";
import { Conflict } from "../../platform/faults";

export const LINK_KINDS = ["firstAdministrator", "invitation", "passwordReset"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** How long each kind of link opens something, in hours. */
export const LINK_HOURS: Readonly<Record<LinkKind, number>> = { firstAdministrator: 24, invitation: 7 * 24, passwordReset: 1 };

/**
 * A link in a mail or on the console that opens one form once. A reset link without an agent belongs to nobody: an
 * unknown address takes the same way as a known one.
 */
@Entity("one_time_links")
export class OneTimeLink {
  @PrimaryColumn("uuid") id!: string;
  @Column("text") kind!: LinkKind;
  @Column("uuid", { nullable: true }) agentId!: string | null;
  @Column("bytea", { unique: true }) tokenHash!: Buffer;
  @Column("timestamptz") expiresAt!: Date;
  @Column("timestamptz", { nullable: true }) usedAt!: Date | null;

  isOpen(now: Date): boolean { return this.usedAt === null && this.expiresAt > now; }

  /** Throws Conflict when somebody was faster. */
  use(now: Date): void {
    if (!this.isOpen(now)) throw new Conflict("conflict");
    this.usedAt = now;
  }
}
