import { beginDraft, createDocument, DraftForm, publishDraft, saveDraft } from "../../src/governance/documents/edit-draft";
import type { DocumentKind } from "../../src/governance/documents";
import type { AgentViewer, Ctx } from "../../src/privacy";
import type { Given, GivenAgent } from "./given";
import type { TestProgram } from "./program";

/** A context as an agent has it, for commands that only a person gives. Facts that a test does not name are the most permissive. */
export const asViewer = (program: Pick<TestProgram, "run">, agent: Pick<GivenAgent, "id" | "employerId" | "role"> & { kind?: "inHouse" | "processor"; team?: string | null; locale?: "de" | "en" }) =>
  <T>(work: (ctx: Ctx) => Promise<T>, at?: Date): Promise<T> => program.run("test", (ctx) => work({
    ...ctx, ...(at ? { now: at } : {}),
    viewer: {
      kind: "agent", id: agent.id, pseudonym: "P-TEST", team: agent.team ?? null, name: "", signIn: "00000000-0000-4000-8000-000000000000", locale: agent.locale ?? "en", policy: { version: 1, matrix: {} },
      preferences: { theme: "auto", density: "comfortable", shortcuts: true }, secondFactor: { confirmed: false, required: false },
      standing: { role: agent.role, employer: { id: agent.employerId, name: "", kind: agent.kind ?? "inHouse" }, acknowledged: true, training: "valid", place: "office", country: "DE", homeAgreement: null, contracts: [], queues: [], reveals: [] },
    } as unknown as AgentViewer,
  } as unknown as Ctx));

export interface PublishWish { readonly kind?: DocumentKind; readonly key?: string; readonly jurisdiction?: "DE" | "AT" | "CH"; readonly documentId?: string; readonly title?: string; readonly body?: string; readonly quiz?: string; readonly change?: "editorial" | "material"; readonly effective?: string; readonly languages?: readonly ("de" | "en")[]; readonly at?: Date }

/** Publishes a version through the ordinary commands; a document that is named gets its next one. Returns the document's id. */
export const publishText = async (program: Pick<TestProgram, "run">, given: Given, wish: PublishWish = {}): Promise<string> => {
  const officer = asViewer(program, await given.agent({ role: "privacyOfficer" }));
  return officer(async (ctx) => {
    const id = wish.documentId ?? await createDocument(ctx, { template: "", kind: wish.kind ?? "confidentiality", jurisdiction: wish.jurisdiction ?? "DE", key: wish.key ?? "main", secrecies: [] });
    if (wish.documentId) await beginDraft(ctx, id);
    let seen = 0;
    for (const language of wish.languages ?? ["de", "en"] as const) {
      await saveDraft(ctx, id, DraftForm.parse({ language, seen, title: wish.title ?? "Confidentiality", body: wish.body ?? `The duty in ${language}.`, leaflet: "", quiz: wish.quiz ?? "", changeKind: wish.change ?? "material" }));
      seen += 1;
    }
    await publishDraft(ctx, id, { seen, effective: wish.effective ?? "", checked: "on" });
    return id;
  }, wish.at);
};
