import type { Category } from "./categories";
import { decide } from "./decide";
import { decode, effectiveSpans, encode, type Envelope, type Mark } from "./detect";
import { loadKeys, openSealer } from "./keys/data-keys";
import { kernelOf } from "./kernel";
import type { About } from "./rules/rule";
import { decrypt, type Sealed } from "./sealed";
import type { AgentCtx, Purpose } from "./viewer";

export interface Marking { readonly subject: string; readonly value: Sealed; readonly about: About; readonly purpose: Purpose; readonly kind: Mark["kind"]; readonly passage: string; readonly category: Category }

/**
 * Marks or frees every occurrence of a passage in a sealed text and seals it again; null when the passage does not
 * occur in what this viewer may read. Only the readable part is searched, so an answer tells nothing about what is
 * masked. Marks always win over detectors; who and when stand in the mark.
 */
export const markPassage = async (ctx: AgentCtx, marking: Marking): Promise<Sealed | null> => {
  const { subject, value, passage } = marking;
  const key = (await loadKeys(ctx.db, kernelOf(ctx).master, [subject])).get(subject);
  if (!key?.key || key.restricted || passage.trim() === "") return null;
  const envelope = decode(decrypt(key.key, value.place, subject, value.toPostgres()).toString("utf8"));
  const found = occurrences(envelope.text, passage).filter(([start, end]) => readable(ctx, marking, envelope, start, end));
  if (found.length === 0) return null;
  const marks = found.map(([start, end]): Mark => ({ kind: marking.kind, start, end, category: marking.category, by: ctx.viewer.id, at: ctx.now.toISOString() }));
  const sealer = await openSealer(ctx.db, kernelOf(ctx).master, subject);
  return sealer.seal(value.place, encode({ ...envelope, marks: [...envelope.marks, ...marks] }));
};

const MOST = 200;
const occurrences = (text: string, passage: string): [number, number][] => {
  const found: [number, number][] = [];
  for (let at = text.indexOf(passage); at >= 0 && found.length < MOST; at = text.indexOf(passage, at + passage.length)) found.push([at, at + passage.length]);
  return found;
};

/** Every personal passage that it touches is clear to this viewer, and so is the text around it. */
const readable = (ctx: AgentCtx, { about, purpose, subject }: Marking, envelope: Envelope, start: number, end: number): boolean => {
  const clear = (category: Category): boolean => decide(ctx.viewer.standing, category, {
    viewerId: ctx.viewer.id, purpose, surface: "ticket", about, subject, restricted: false, policy: ctx.viewer.policy, now: ctx.now,
  }).form === "clear";
  return clear("correspondence") && effectiveSpans(envelope).every((span) => span.end <= start || span.start >= end || clear(span.category));
};
