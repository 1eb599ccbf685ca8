import { Column, Entity, PrimaryColumn } from "typeorm";

/** A company that people work for: the controller itself (in-house, exactly one) or a processor. Not personal data. */
@Entity("employers")
export class Employer {
  @PrimaryColumn("uuid") id!: string;
  @Column("text", { unique: true }) key!: string;
  @Column("text") name!: string;
  @Column("text") kind!: "inHouse" | "processor";
  /** ISO 3166-1 alpha-2. */
  @Column("text") country!: string;
}

@Entity("teams")
export class Team {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") employerId!: string;
  @Column("text") name!: string;
}
