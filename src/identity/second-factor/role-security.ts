import { Column, Entity, PrimaryColumn } from "typeorm";
import type { Role } from "../../privacy";

/** What signing in asks of a role. No row: no second factor is required. */
@Entity("role_security")
export class RoleSecurity {
  @PrimaryColumn("text") role!: Role;
  @Column("boolean") secondFactorRequired!: boolean;
}
