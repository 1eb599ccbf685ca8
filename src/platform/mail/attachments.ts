/** Attachments: bytes with a name that is safe to show and a type that was found by looking, not by believing. */
import { isUtf8 } from "node:buffer";
import { cleanFileName, cleanLine } from "./clean-text";

export interface MailAttachment {
  fileName: string;
  /** Found in the bytes. `text/plain` and `text/csv` only for clean UTF-8; `application/octet-stream` where nothing is certain. */
  contentType: string;
  /** What the sender claims. For display beside the found type, never for a response header. */
  declaredType: string;
  bytes: Buffer;
  contentId: string | null;
  /** Meant to be shown inside the text (an embedded image), not listed as a document. */
  inline: boolean;
}

export interface RawAttachment { name: string | undefined; declared: string; bytes: Buffer; contentId: string | undefined; inline: boolean }

/** Detectors may look into containers. What they see is bounded, so a bomb has nothing to unfold. */
const SAMPLE_BYTES = 64 * 1024;
const EXTENSIONS: Record<string, string> = { "text/plain": "txt", "text/csv": "csv", "message/rfc822": "eml", "text/calendar": "ics" };

/** Names and types one attachment; `index` counts from 1 and names the nameless. */
export const describeAttachment = async (raw: RawAttachment, index: number): Promise<MailAttachment> => {
  const declaredType = /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/.exec(raw.declared.trim().toLowerCase())?.[0] ?? "application/octet-stream";
  const found = await detectType(raw.bytes, declaredType, raw.name ?? "");
  const extension = found.extension ?? EXTENSIONS[declaredType] ?? EXTENSIONS[found.type] ?? "bin";
  return {
    fileName: cleanFileName(raw.name ?? "", `attachment-${index}.${extension}`),
    contentType: found.type,
    declaredType,
    bytes: raw.bytes,
    contentId: cleanLine(raw.contentId ?? "", 200).replace(/^<|>$/g, "") || null,
    inline: raw.inline,
  };
};

/** The media type of a file by its bytes. The declared type and the name only choose between kinds of clean text. */
export const detectType = async (bytes: Buffer, declared: string, name: string): Promise<{ type: string; extension?: string }> => {
  const { fileTypeFromBuffer } = await import("file-type/core");
  const found = await fileTypeFromBuffer(bytes.subarray(0, SAMPLE_BYTES)).catch(() => undefined);
  if (found) return { type: found.mime, extension: found.ext };
  if (!isPlainUtf8(bytes)) return { type: "application/octet-stream" };
  return { type: declared === "text/csv" || /\.csv$/i.test(name) ? "text/csv" : "text/plain" };
};

const isPlainUtf8 = (bytes: Buffer): boolean => {
  if (bytes.length === 0 || !isUtf8(bytes)) return false;
  for (const byte of bytes.subarray(0, SAMPLE_BYTES)) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) return false;
  return bytes.indexOf(0) < 0;
};
