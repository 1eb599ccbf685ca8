import { z } from "zod";
import type { Page } from "../../platform/http";
import { allow } from "../../platform/faults";
import { append, ROLES, type Ctx, type Role } from "../../privacy";
import { textsFor } from "../forms";
import { identityPolicy } from "../policy";
import { RoleSecurity } from "./role-security";

export interface RoleSecurityPage { readonly roles: readonly { readonly role: Role; readonly label: string; readonly required: boolean }[] }

export const showRoleSecurity = async (ctx: Ctx): Promise<Page> => {
  allow(identityPolicy.administer(ctx.viewer), "forbidden");
  const t = textsFor(ctx.viewer);
  const required = new Set((await ctx.db.getRepository(RoleSecurity).findBy({ secondFactorRequired: true })).map(({ role }) => role));
  const model: RoleSecurityPage = { roles: ROLES.map((role) => ({ role, label: t(`identity.roles.${role}`), required: required.has(role) })) };
  return { template: "identity/security", model, title: t("identity.security.title") };
};

/** One box per role; an absent one is off. Other fields are refused, so that a misspelt role is not silently "off". */
export const RoleSecurityForm = z.strictObject(Object.fromEntries(ROLES.map((role) => [role, z.literal("on").optional()])) as Record<Role, z.ZodOptional<z.ZodLiteral<"on">>>);

/** Holds from the next request on: whoever lacks a second factor is led to its set-up. */
export const changeRoleSecurity = async (ctx: Ctx, form: z.infer<typeof RoleSecurityForm>): Promise<void> => {
  allow(identityPolicy.administer(ctx.viewer), "forbidden");
  await ctx.db.getRepository(RoleSecurity).upsert(ROLES.map((role) => ({ role, secondFactorRequired: form[role] === "on" })), ["role"]);
  await append(ctx, [{ action: "edit", subjects: [], ticket: null, forms: {}, purpose: "security", count: 1, detail: { what: "roleSecurity" } }]);
};
