import { Column, Entity, PrimaryColumn } from "typeorm";
import { Conflict } from "../platform/faults";
import { SealedColumn, type Role, type Sealed } from "../privacy";

/** invited: has a link and no password yet. active: may sign in. left: may not, and never will again. */
export type AgentState = "invited" | "active" | "left";
export type Locale = "de" | "en";
export type Theme = "auto" | "light" | "dark";
export type Density = "comfortable" | "compact";

/**
 * Somebody who works here, in-house or for a processor. Name, address and second-factor secret are sealed under a key of
 * their own; the address is found by its blind index.
 *
 * Invariant: only an active agent has a password, and only a confirmed second factor counts.
 */
@Entity("agents")
export class Agent {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") employerId!: string;
  @Column("uuid", { nullable: true }) teamId!: string | null;
  @Column("text") role!: Role;
  @SealedColumn("agents.name", "staff") name!: Sealed;
  @SealedColumn("agents.email", "staff") email!: Sealed;
  @Column("bytea", { unique: true }) emailToken!: Buffer;
  @Column("text") state!: AgentState;
  @Column("text", { nullable: true }) passwordHash!: string | null;
  @SealedColumn("agents.totp_secret", "staff", { nullable: true }) totpSecret!: Sealed | null;
  @SealedColumn("agents.totp_pending", "staff", { nullable: true }) totpPending!: Sealed | null;
  @Column("timestamptz", { nullable: true }) totpConfirmedAt!: Date | null;
  /** The last time step whose code was accepted; bigint comes as text. */
  @Column("bigint", { nullable: true }) totpLastStep!: string | null;
  @Column("text", { default: "de" }) locale!: Locale;
  @Column("text", { default: "auto" }) theme!: Theme;
  @Column("text", { default: "comfortable" }) density!: Density;
  @Column("boolean", { default: true }) shortcuts!: boolean;
  @Column("timestamptz") createdAt!: Date;

  get isActive(): boolean { return this.state === "active"; }
  get hasSecondFactor(): boolean { return this.totpConfirmedAt !== null && this.totpSecret !== null; }

  /** The invited person has chosen a password. Throws Conflict when there is nothing to accept any more. */
  activate(passwordHash: string): void {
    if (this.state !== "invited") throw new Conflict("conflict");
    this.state = "active";
    this.passwordHash = passwordHash;
  }

  /** Throws Conflict for anybody who may not sign in: a password would give them nothing. */
  changePassword(passwordHash: string): void {
    if (!this.isActive) throw new Conflict("conflict");
    this.passwordHash = passwordHash;
  }

  /** Ends the employment here. What only serves signing in goes at once. */
  leave(): void {
    if (this.state === "left") throw new Conflict("conflict");
    this.state = "left";
    this.passwordHash = null;
    this.endSecondFactor();
  }

  /** A person who left keeps the role they had: the access log speaks of it. */
  employ(change: { role: Role; employerId: string; teamId: string | null }): void {
    if (this.state === "left") throw new Conflict("conflict");
    Object.assign(this, change);
  }

  /** Keeps a new secret apart until a code of it was typed once; a confirmed one goes on counting. */
  prepareSecondFactor(pending: Sealed): void { this.totpPending = pending; }

  confirmSecondFactor(secret: Sealed, step: number, now: Date): void {
    if (!this.totpPending) throw new Conflict("conflict");
    this.totpSecret = secret;
    this.totpPending = null;
    this.totpConfirmedAt = now;
    this.totpLastStep = String(step);
  }

  /** A code counts once: the step of an accepted one and all before it are over. */
  acceptStep(step: number): boolean {
    if (this.totpLastStep !== null && step <= Number(this.totpLastStep)) return false;
    this.totpLastStep = String(step);
    return true;
  }

  endSecondFactor(): void {
    this.totpSecret = null;
    this.totpPending = null;
    this.totpConfirmedAt = null;
    this.totpLastStep = null;
  }
}
