import { Column, Entity, PrimaryColumn } from "typeorm";

/** A way in when the authenticator is lost. Works once; only its HMAC is kept. */
@Entity("recovery_codes")
export class RecoveryCode {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") agentId!: string;
  @Column("text") hash!: string;
  @Column("timestamptz", { nullable: true }) usedAt!: Date | null;
}
