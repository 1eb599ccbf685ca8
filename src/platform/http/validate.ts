import type { Request } from "express";
import type { z, ZodType } from "zod";
import { Invalid, NotFound, type FieldErrors } from "../faults";

export interface Doors<P extends ZodType, Q extends ZodType, B extends ZodType> { readonly params?: P; readonly query?: Q; readonly body?: B }
export interface Input<P extends ZodType, Q extends ZodType, B extends ZodType> { params: z.infer<P>; query: z.infer<Q>; body: z.infer<B> }

/**
 * The first problem of each field, as a key below `form.` in locales/. A schema names its own keys ("form.tooShort");
 * zod's own sentences never reach a person, because they may quote what was typed.
 */
export const fieldErrors = (issues: readonly { path: PropertyKey[]; message: string; code?: string }[]): FieldErrors => {
  const errors: Record<string, string> = {};
  for (const issue of issues) {
    const field = String(issue.path[0] ?? "form");
    errors[field] ??= issue.message.startsWith("form.") ? issue.message : "form.invalid";
  }
  return errors;
};

/** A path that does not parse is a page that is not there. */
export const parseParams = <P extends ZodType>(schema: P | undefined, req: Request): z.infer<P> => {
  if (!schema) return {} as z.infer<P>;
  const parsed = schema.safeParse(req.params);
  if (!parsed.success) throw new NotFound();
  return parsed.data;
};

export const parseQuery = <Q extends ZodType>(schema: Q | undefined, req: Request): z.infer<Q> => {
  if (!schema) return {} as z.infer<Q>;
  const parsed = schema.safeParse(req.query);
  if (!parsed.success) throw new Invalid(fieldErrors(parsed.error.issues), "badQuery", 400);
  return parsed.data;
};

export const parseBody = <B extends ZodType>(schema: B | undefined, req: Request): z.infer<B> => {
  if (!schema) return {} as z.infer<B>;
  const parsed = schema.safeParse(req.body ?? {});
  if (!parsed.success) throw new Invalid(fieldErrors(parsed.error.issues));
  return parsed.data;
};
