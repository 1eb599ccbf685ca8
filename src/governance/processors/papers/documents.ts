import { randomUUID } from "node:crypto";
import { z } from "zod";
import { FileGone, FILES } from "../../../platform/files";
import { allow, Conflict, Invalid, NotFound, Unavailable } from "../../../platform/faults";
import type { Download, Uploads } from "../../../platform/http";
import { cleanFileName, detectType } from "../../../platform/mail";
import { use } from "../../../platform/services";
import { openStaffBytes, type Ctx } from "../../../privacy";
import { lockContract } from "../desk/contracts";
import { actorOf, contractEvidence } from "../life/enter";
import { contractPolicy } from "../policy";
import { lockPart } from "./part";
import { openNotes, paperSealer } from "./sealed-notes";

export const DOCUMENTS = ["signedContract", "annex", "evidence", "auditReport", "transferAssessment", "subContract", "certificate"] as const;
export const DocumentForm = z.object({ kind: z.enum(DOCUMENTS, "form.choose") });
/** What documents come as; everything is saved by the browser and never shown in place. */
const TYPES: ReadonlySet<string> = new Set(["application/pdf", "image/png", "image/jpeg", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.oasis.opendocument.text", "text/plain"]);

/** Keeps a document sealed under the contract's key. A signed contract counts only with the contract approved. */
export const addDocument = async (ctx: Ctx, id: string, { kind }: z.infer<typeof DocumentForm>, uploads: Uploads): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  if (kind === "signedContract" && ["draft", "inReview"].includes(contract.state)) throw new Conflict("contractUnapproved");
  const [upload] = uploads;
  if (!upload) throw new Invalid({ file: "form.required" });
  const { type, extension } = await detectType(upload.bytes, upload.declaredType, upload.fileName);
  if (!TYPES.has(type)) throw new Invalid({ file: "form.contract.fileType" });
  const sealer = await paperSealer(ctx, id);
  const fileKey = await use(ctx.db, FILES).put(sealer.sealBytes("contract_documents.file_key", upload.bytes));
  const name = cleanFileName(upload.fileName, `document.${extension ?? "bin"}`);
  const document = randomUUID();
  await ctx.db.query("INSERT INTO contract_documents (id, contract_id, kind, file_name, content_type, size, file_key, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    [document, id, kind, sealer.seal("contract_documents.file_name", name).toPostgres(), type, upload.bytes.length, fileKey, actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, "documentAdded", { document, sort: kind });
};

interface Stored { id: string; file_name: Buffer; content_type: string; file_key: string }

/** A document, always to be saved and never shown in place. */
export const openDocument = async (ctx: Ctx, id: string): Promise<Download> => {
  const { contract, part } = await lockPart<Stored>(ctx, "contract_documents", id);
  const [name] = await openNotes(ctx, [{ paper: contract.id, place: "contract_documents.file_name", bytes: part.file_name }]);
  const bytes = await use(ctx.db, FILES).get(part.file_key).catch((error: unknown) => { throw error instanceof FileGone ? new Unavailable("fileGone") : error; });
  const opened = await openStaffBytes(ctx, contract.id, "contract_documents.file_key", bytes);
  if (!opened) throw new NotFound();
  await contractEvidence(ctx, contract, "documentOpened", { document: part.id });
  return { bytes: opened, contentType: part.content_type, fileName: name || `document-${part.id.slice(0, 8)}` };
};
