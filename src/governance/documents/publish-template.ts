import { NotFound } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import { TEMPLATE_MARK } from "./document";
import { createDocument, draftOf, publishDraft, saveDraft } from "./edit-draft";
import { textsOfVersion } from "./documents";
import { templates } from "./templates";

/** The note that a lawyer must check the text is a quotation of its own: the paragraph goes as a whole. */
const withoutNote = (text: string): string => text.split("\n\n").filter((paragraph) => !TEMPLATE_MARK.test(paragraph)).join("\n\n");

/**
 * Publishes a template as it ships, without its note, through the ordinary steps of the desk. For sample companies only: a
 * real house has its texts checked first.
 */
export const publishTemplate = async (ctx: Ctx, name: string, key = "main"): Promise<string> => {
  const template = templates().find((one) => one.name === name);
  if (!template) throw new NotFound();
  const id = await createDocument(ctx, { template: name, kind: template.kind, jurisdiction: template.jurisdiction, key, secrecies: [] });
  let seen = 0;
  for (const { language, title, body, leaflet, quiz } of await textsOfVersion(ctx, (await draftOf(ctx, id)).id)) {
    await saveDraft(ctx, id, { language, seen, title, body: withoutNote(body), leaflet, quiz, changeKind: "material", secrecies: [] });
    seen += 1;
  }
  await publishDraft(ctx, id, { seen, effective: "", checked: "on" });
  return id;
};
