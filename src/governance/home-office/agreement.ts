import { Column, Entity, PrimaryColumn } from "typeorm";
import { Conflict } from "../../platform/faults";
import { SealedColumn, type Level, type Sealed } from "../../privacy";
import { EXPIRING_DAYS, FIX_WITHIN_DAYS, openItems, type ItemCode, type Room } from "./checklist";

export const STATES = ["draft", "submitted", "approvedLead", "approvedClient", "approvedPrivacy", "active", "expiring", "suspended", "revoked", "expired", "ended"] as const;
export type AgreementState = (typeof STATES)[number];
/** Who approves, in this order; the client only for people of a processor. */
export const APPROVERS = ["lead", "client", "privacy"] as const;
export type Approver = (typeof APPROVERS)[number];
export const INSPECTORS = ["employer", "privacy", "client", "authority"] as const;
export type Inspector = (typeof INSPECTORS)[number];

const DAY_MS = 86_400_000;

/**
 * A home-office agreement. Its moments are written once: what was in force at any time can be read from them.
 *
 * Invariant: content changes only in a draft, and each change raises the version; an approval belongs to a version.
 */
@Entity("home_office_agreements")
export class Agreement {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") agentId!: string;
  @Column("uuid") employerId!: string;
  @Column("int", { default: 1 }) version!: number;
  @Column("text", { default: "telework" }) kind!: "telework" | "mobile";
  @Column("text", { array: true }) countries!: string[];
  @Column("text", { array: true, default: "{}" }) devices!: string[];
  @Column("boolean", { default: false }) privateDevice!: boolean;
  @Column("boolean", { default: false }) paper!: boolean;
  @Column("boolean", { default: false }) printing!: boolean;
  @Column("text", { default: "L3" }) maxLevel!: Level;
  @Column("text", { array: true, default: "{}" }) inspectedBy!: Inspector[];
  @Column("int", { default: 48 }) noticeHours!: number;
  @Column("boolean", { default: true }) virtualAllowed!: boolean;
  @SealedColumn("home_office_agreements.household", "staff", { nullable: true }) household!: Sealed | null;
  /** Codes of the items that the person says are met. */
  @Column("text", { array: true, default: "{}" }) checklist!: string[];
  @Column("int", { default: 1 }) textVersion!: number;
  @Column("text", { default: "de" }) language!: "de" | "en";
  @Column("timestamptz") validFrom!: Date;
  /** The first moment after the last day. */
  @Column("timestamptz") validUntil!: Date;
  @Column("timestamptz", { default: () => "now()" }) createdAt!: Date;
  @Column("timestamptz", { nullable: true }) submittedAt!: Date | null;
  @Column("timestamptz", { nullable: true }) leadApprovedAt!: Date | null;
  @Column("timestamptz", { nullable: true }) clientApprovedAt!: Date | null;
  @Column("timestamptz", { nullable: true }) privacyApprovedAt!: Date | null;
  @Column("timestamptz", { nullable: true }) activeFrom!: Date | null;
  @Column("timestamptz", { nullable: true }) fixesDueAt!: Date | null;
  @Column("timestamptz", { nullable: true }) fixedAt!: Date | null;
  @Column("timestamptz", { nullable: true }) endedAt!: Date | null;
  @Column("text", { nullable: true }) endedAs!: "revoked" | "ended" | null;

  isDraft(): boolean { return this.submittedAt === null && this.endedAt === null; }

  /** Throws Conflict for everything but a draft in the version that was seen. */
  change(version: number, content: Partial<Agreement>): void {
    if (!this.isDraft() || version !== this.version) throw new Conflict("homeOfficeChanged");
    Object.assign(this, content);
    this.version += 1;
  }

  submit(version: number, now: Date): void {
    if (!this.isDraft() || version !== this.version) throw new Conflict("homeOfficeChanged");
    this.submittedAt = now;
  }

  /** Back to a draft: by the person, or sent back by whoever should approve. What was approved of the old version is void. */
  reopen(): void {
    if (this.submittedAt === null || this.activeFrom !== null || this.endedAt !== null) throw new Conflict("homeOfficeChanged");
    this.submittedAt = this.leadApprovedAt = this.clientApprovedAt = this.privacyApprovedAt = null;
    this.version += 1;
  }

  /** Whose approval comes next; null where none does. */
  next(outsourced: boolean): Approver | null {
    if (this.submittedAt === null || this.endedAt !== null) return null;
    if (!this.leadApprovedAt) return "lead";
    if (outsourced && !this.clientApprovedAt) return "client";
    return this.privacyApprovedAt ? null : "privacy";
  }

  /** The last approval sets the beginning, and the time for what is still to be fixed. Throws Conflict where it is not this approver's turn any more. */
  approve(as: Approver, seen: { version: number; outsourced: boolean; rooms: readonly Room[] }, now: Date): void {
    if (seen.version !== this.version || this.next(seen.outsourced) !== as) throw new Conflict("homeOfficeChanged");
    if (as === "lead") this.leadApprovedAt = now;
    if (as === "client") this.clientApprovedAt = now;
    if (as !== "privacy") return;
    this.privacyApprovedAt = now;
    this.activeFrom = new Date(Math.max(this.validFrom.getTime(), now.getTime()));
    if (openItems(this.checklist, { ...this, rooms: seen.rooms }, "mustFix").length > 0) this.fixesDueAt = new Date(this.activeFrom.getTime() + FIX_WITHIN_DAYS * DAY_MS);
  }

  /** Says that an open item is met now; the agreement counts again once all are. */
  fix(code: ItemCode, rooms: readonly Room[], now: Date): void {
    if (this.fixesDueAt === null || this.fixedAt !== null || this.endedAt !== null) throw new Conflict("homeOfficeChanged");
    this.checklist = [...new Set([...this.checklist, code])];
    if (openItems(this.checklist, { ...this, rooms }, "mustFix").length === 0) this.fixedAt = now;
  }

  end(as: "revoked" | "ended", at: Date): void {
    if (this.endedAt !== null) throw new Conflict("homeOfficeChanged");
    this.endedAt = at;
    this.endedAs = as;
  }
}

type Moments = Pick<Agreement, "submittedAt" | "leadApprovedAt" | "clientApprovedAt" | "privacyApprovedAt" | "activeFrom" | "validUntil" | "fixesDueAt" | "fixedAt" | "endedAt" | "endedAs">;

/** How an agreement stands at a moment. `suspended` says whether a suspension is open then. */
export const stateOf = (of: Moments, suspended: boolean, now: Date): AgreementState => {
  if (of.endedAt && of.endedAt <= now) return of.endedAs!;
  if (of.validUntil <= now) return of.activeFrom ? "expired" : "ended";
  if (of.activeFrom && of.activeFrom <= now) {
    const overdue = of.fixesDueAt !== null && of.fixesDueAt <= now && !(of.fixedAt && of.fixedAt <= now);
    if (suspended || overdue) return "suspended";
    return of.validUntil.getTime() - now.getTime() <= EXPIRING_DAYS * DAY_MS ? "expiring" : "active";
  }
  if (of.privacyApprovedAt) return suspended ? "suspended" : "approvedPrivacy";
  if (of.clientApprovedAt) return "approvedClient";
  if (of.leadApprovedAt) return "approvedLead";
  return of.submittedAt ? "submitted" : "draft";
};
