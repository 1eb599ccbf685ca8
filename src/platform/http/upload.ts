import busboy from "busboy";
import type { Request } from "express";
import { Invalid } from "../faults";

/** A file as it came: its name and type are claims of the sender. */
export interface Upload { readonly field: string; readonly fileName: string; readonly declaredType: string; readonly bytes: Buffer }
export type Uploads = readonly Upload[];

/**
 * Reads a multipart form into memory within its limits and puts the plain fields on `req.body`, as a form without
 * files would. A file that is too large is an answer by the field, and nothing of it is kept.
 */
export const readUploads = (req: Request, limits: { maxFiles: number; maxBytes: number }): Promise<Uploads> => {
  if (!req.is("multipart/form-data")) return Promise.resolve([]);
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    const uploads: Upload[] = [];
    let fault: Invalid | null = null;
    const parser = busboyFor(req, limits);
    if (!parser) { reject(new Invalid({ form: "form.unreadable" })); return; }
    parser.on("field", (name, value) => { fields[name] = value; });
    parser.on("file", (field, stream, info) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("limit", () => { fault = new Invalid({ [field]: "form.fileTooLarge" }); stream.resume(); });
      stream.on("close", () => {
        if (info.filename && chunks.length > 0) uploads.push({ field, fileName: info.filename, declaredType: info.mimeType, bytes: Buffer.concat(chunks) });
      });
    });
    parser.on("filesLimit", () => { fault = new Invalid({ files: "form.tooManyFiles" }); });
    parser.on("error", () => reject(new Invalid({ form: "form.unreadable" })));
    parser.on("close", () => {
      req.body = fields;
      if (fault) reject(fault); else resolve(uploads);
    });
    req.on("aborted", () => reject(new Invalid({ form: "form.unreadable" })));
    req.pipe(parser);
  });
};

const busboyFor = (req: Request, limits: { maxFiles: number; maxBytes: number }): busboy.Busboy | null => {
  try {
    return busboy({ headers: req.headers, defParamCharset: "utf8", limits: { files: limits.maxFiles, fileSize: limits.maxBytes, fields: 50, fieldSize: 1_000_000, parts: 80 } });
  } catch { return null; }
};
