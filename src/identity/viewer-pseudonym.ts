import { Column, Entity, PrimaryColumn } from "typeorm";

/** The name of an agent in the access log. Who may read this table may say who looked at whom. */
@Entity("viewer_pseudonyms")
export class ViewerPseudonym {
  @PrimaryColumn("uuid") agentId!: string;
  @Column("text", { unique: true }) pseudonym!: string;
}
