import { cleanFileName, detectType } from "../../platform/mail";
import type { Uploads } from "../../platform/http";
import type { IncomingFile } from "./write-message";

/** Uploads as files of a message: the type is found by looking at the bytes, the name is made safe to show. */
export const inspected = (uploads: Uploads): Promise<IncomingFile[]> =>
  Promise.all(uploads.map(async (upload, index) => {
    const { type, extension } = await detectType(upload.bytes, upload.declaredType, upload.fileName);
    return { kind: "file" as const, fileName: cleanFileName(upload.fileName, `attachment-${index + 1}.${extension ?? "bin"}`), contentType: type, bytes: upload.bytes };
  }));
