import { z } from "zod";
import { Invalid } from "../../platform/faults";
import type { Proof } from "../sign-in/proof";

/** Two fields, so that a slip of the finger does not become the password. */
export const NewPasswordForm = z.object({
  password: z.string("form.required").min(1, "form.required").max(10_000, "form.invalid"),
  repeat: z.string("form.required").min(1, "form.required").max(10_000, "form.invalid"),
});

/** The hash that was made before the transaction. Throws Invalid with what is wrong with the password. */
export const newPasswordHash = ({ newPassword }: Proof): string => {
  if (!newPassword) throw new Invalid({ password: "form.required" });
  if ("problem" in newPassword) throw new Invalid(newPassword.problem === "identity.password.differs" ? { repeat: newPassword.problem } : { password: newPassword.problem });
  return newPassword.hash;
};
