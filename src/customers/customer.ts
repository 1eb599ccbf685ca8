import { Column, Entity, PrimaryColumn } from "typeorm";
import { SealedColumn, type Category, type Sealed } from "../privacy";

/** A natural person whose data we keep. The id is also the person's reference in keys, index and access log. */
@Entity("customers")
export class Customer {
  @PrimaryColumn("uuid") id!: string;
  @SealedColumn("customers.name", "name", { nullable: true }) name!: Sealed | null;
  @Column("text") language!: "de" | "en";
  @Column("uuid", { nullable: true }) organisationId!: string | null;
  /** What a contact person does at their organisation; says who it is as much as a name does. */
  @SealedColumn("customers.position", "name", { nullable: true }) position!: Sealed | null;
  @Column("timestamptz") createdAt!: Date;
  @Column("integer", { default: 1 }) version!: number;
}

export const VALUE_LABELS = ["", "private", "work", "billing", "delivery"] as const;
export type ValueLabel = (typeof VALUE_LABELS)[number];

/** One value of a person: an address, a phone, a number. A person has several of each; the first of a kind is used first. */
@Entity("customer_values")
export class CustomerValue {
  @PrimaryColumn("uuid") id!: string;
  @Column("uuid") customerId!: string;
  @Column("text") category!: Category;
  /** From a list, never free text: what the value is for. */
  @Column("text", { default: "" }) label!: ValueLabel;
  @SealedColumn("customer_values.value", "perRow") value!: Sealed;
  @Column("integer") position!: number;
}

/** A legal entity. Its general contact data is not personal (domain rule 4.4); its contact persons are customers. */
@Entity("organisations")
export class Organisation {
  @PrimaryColumn("uuid") id!: string;
  @Column("text") name!: string;
  @Column("text", { nullable: true }) email!: string | null;
  @Column("text", { nullable: true }) phone!: string | null;
  @Column("text", { nullable: true }) address!: string | null;
  @Column("timestamptz") createdAt!: Date;
}
