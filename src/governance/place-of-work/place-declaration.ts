import { Column, Entity, PrimaryColumn } from "typeorm";
import type { Confirmation } from "../../identity";
import type { Place } from "../../privacy";
import type { NetworkSignal } from "./network-signal";
import type { Resolution } from "./resolve-place";

/**
 * Where one sign-in works, from one moment to another, and how we know: what was said, what the network said, and what
 * it amounts to. Evidence for 90 days, never for performance: a country, no address, no list of anybody's hours.
 */
@Entity("place_declarations")
export class PlaceDeclaration {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") agentId!: string;
  @Column("uuid") signInId!: string;
  @Column("text") declared!: Place;
  @Column("text") declaredCountry!: string;
  @Column("text") network!: NetworkSignal["network"];
  @Column("text") networkCountry!: string;
  @Column("text") place!: Place;
  @Column("text") country!: string;
  @Column("text") result!: Resolution["result"];
  @Column("int") ruleVersion!: number;
  @Column("text", { array: true }) confirmations!: Confirmation[];
  /** Everything that this place asks for was confirmed. */
  @Column("boolean") confirmed!: boolean;
  /** A fresh password or second factor came with it. */
  @Column("boolean") proved!: boolean;
  @Column("uuid", { nullable: true }) agreementId!: string | null;
  @Column("int", { nullable: true }) agreementVersion!: number | null;
  @Column("timestamptz") fromAt!: Date;
  @Column("timestamptz") untilAt!: Date;
  @Column("text", { nullable: true }) endedBy!: "replaced" | "networkChanged" | "lapsed" | null;
  /** Names the network while the declaration holds, and goes with its end; so does the moment of the last request. */
  @Column("bytea", { nullable: true }) networkMark!: Buffer | null;
  @Column("timestamptz", { nullable: true }) presentAt!: Date | null;
}
