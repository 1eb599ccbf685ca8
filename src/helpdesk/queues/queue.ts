import { Column, Entity, PrimaryColumn } from "typeorm";

/** Where tickets of one kind of work wait; its address receives mail. */
@Entity("queues")
export class Queue {
  @PrimaryColumn("uuid") id!: string;
  @Column("text") key!: string;
  @Column("text") nameDe!: string;
  @Column("text") nameEn!: string;
  @Column("text") address!: string;
  @Column("integer", { default: 0 }) position!: number;
}
