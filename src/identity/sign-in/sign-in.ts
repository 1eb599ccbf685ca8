import { Column, Entity, PrimaryColumn } from "typeorm";
import type { Place } from "../../privacy";

/**
 * One sign-in on one device, from its start to its end. A session cookie means something only while its sign-in
 * lives; ending the row is what cuts a session, on every node, at the next request. Holds no network address.
 */
@Entity("sign_ins")
export class SignIn {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") agentId!: string;
  @Column("timestamptz") startedAt!: Date;
  @Column("timestamptz") seenAt!: Date;
  @Column("timestamptz") endsAt!: Date;
  @Column("timestamptz", { nullable: true }) endedAt!: Date | null;
  /** "Firefox on Linux". */
  @Column("text") client!: string;
  @Column("boolean") secondFactor!: boolean;
  @Column("text", { default: "undeclared" }) place!: Place;
  @Column("text", { default: "unknown" }) placeCountry!: string;
  @Column("timestamptz", { nullable: true }) placeDeclaredAt!: Date | null;

  isLive(now: Date): boolean { return this.endedAt === null && this.endsAt > now; }
  end(now: Date): void { this.endedAt ??= now; }
  declare(place: Place, country: string, now: Date): void {
    this.place = place;
    this.placeCountry = country;
    this.placeDeclaredAt = now;
  }
}
