import { append, type Action } from "./access-log/append";
import { decide, type Decision } from "./decide";
import { loadKeys } from "./keys/data-keys";
import { kernelOf } from "./kernel";
import type { About } from "./rules/rule";
import { decrypt, type Place } from "./sealed";
import { Forbidden, NotFound } from "../platform/faults";
import { isAgent, type Ctx, type Purpose } from "./viewer";

/**
 * Opens a file of a person for a viewer: decided under the category `attachment` (or `correspondence` for the
 * original of a mail), logged in the same transaction, and all or nothing, because a file has no partial form.
 * Throws Forbidden with the same words whatever rule forbids it; NotFound when the person was erased.
 */
export const discloseFile = async (ctx: Ctx, file: {
  subject: string; place: Place; bytes: Buffer; category: "attachment" | "correspondence"; about: About; purpose: Purpose; action: Action;
}): Promise<Buffer> => {
  if (!isAgent(ctx.viewer)) throw new Forbidden();
  const key = (await loadKeys(ctx.db, kernelOf(ctx).master, [file.subject])).get(file.subject);
  if (!key?.key) throw new NotFound();
  if (fileDecision(ctx, { ...file, restricted: key.restricted }).form !== "clear") throw new Forbidden("fileMasked");
  const clear = decrypt(key.key, file.place, file.subject, file.bytes);
  await append(ctx, [{ action: file.action, subjects: [file.subject], ticket: file.about.number, forms: { [file.category]: "clear" }, purpose: file.purpose, count: 1, detail: { surface: "file" } }]);
  return clear;
};

const fileDecision = (ctx: Ctx, file: { subject: string; category: "attachment" | "correspondence"; about: About; purpose: Purpose; restricted: boolean }): Decision => {
  if (!isAgent(ctx.viewer)) throw new Forbidden();
  return decide(ctx.viewer.standing, file.category, {
    viewerId: ctx.viewer.id, purpose: file.purpose, surface: "ticket", about: file.about, subject: file.subject, restricted: file.restricted, policy: ctx.viewer.policy, now: ctx.now,
  });
};
