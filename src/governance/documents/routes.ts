import { Router } from "express";
import { z } from "zod";
import { allow } from "../../platform/faults";
import { action, download, page } from "../../privacy";
import { LANGUAGES, textFile } from "./document";
import { textById } from "./documents";
import { beginDraft, createDocument, discardDraft, DraftForm, NewDocumentForm, PublicationForm, publishDraft, saveDraft } from "./edit-draft";
import { showDocument, showDocuments, showDraft, showText } from "./pages";
import { documentPolicy } from "./policy";

const One = z.object({ id: z.uuid() });
const InLanguage = z.object({ language: z.enum(LANGUAGES).catch("de") });
const Typed = z.enum(LANGUAGES).catch("de");

/** The desk "Documents" of the privacy officer. */
export const documentRoutes = Router()
  .get("/documents", page({}, (ctx) => showDocuments(ctx)))
  .post("/documents", action({ body: NewDocumentForm, again: showDocuments }, async (ctx, { body }) => ({ path: `/documents/${await createDocument(ctx, body)}/draft` })))
  .get("/documents/:id", page({ params: One }, (ctx, { params }) => showDocument(ctx, params.id)))
  .post("/documents/:id/drafts", action({ params: One }, async (ctx, { params }) => {
    await beginDraft(ctx, params.id);
    return { path: `/documents/${params.id}/draft` };
  }))
  .get("/documents/:id/draft", page({ params: One, query: InLanguage }, (ctx, { params, query }) => showDraft(ctx, params.id, query.language)))
  .post("/documents/:id/draft", action({ params: One, body: DraftForm, again: (ctx, { params, ...again }) => showDraft(ctx, params.id, Typed.parse(again.typed.language), { ...again, form: "draft" }) }, async (ctx, { params, body }) => {
    await saveDraft(ctx, params.id, body);
    return { path: `/documents/${params.id}/draft?language=${body.language}#preview`, notice: "documentSaved" };
  }))
  .post("/documents/:id/draft/discarding", action({ params: One }, async (ctx, { params }) => {
    await discardDraft(ctx, params.id);
    return { path: "/documents", notice: "documentDiscarded" };
  }))
  .post("/documents/:id/publication", action({ params: One, body: PublicationForm, again: (ctx, { params, ...again }) => showDraft(ctx, params.id, "de", { ...again, form: "publication" }) }, async (ctx, { params, body }) => {
    await publishDraft(ctx, params.id, body);
    return { path: `/documents/${params.id}`, notice: "documentPublished" };
  }))
  .get("/document-texts/:id", page({ params: One }, async (ctx, { params }) => showText(ctx, await textById(ctx, params.id))))
  .get("/document-texts/:id/file", download({ params: One }, async (ctx, { params }) => {
    allow(documentPolicy.read(ctx.viewer), "forbidden");
    const text = await textById(ctx, params.id);
    return { bytes: textFile(text), contentType: "text/markdown; charset=utf-8", fileName: `${text.kind}-${text.jurisdiction}-${text.version}-${text.language}.md` };
  }));
