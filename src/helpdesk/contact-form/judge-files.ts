import { Invalid } from "../../platform/faults";
import type { Uploads } from "../../platform/http";
import { inspected } from "../conversation/inspect-upload";
import type { IncomingFile } from "../conversation/write-message";

/** What strangers may send us: pictures, documents and plain text, by their bytes. The endings that may name each. */
const ACCEPTED: Readonly<Record<string, RegExp>> = {
  "application/pdf": /\.pdf$/i,
  "image/jpeg": /\.jpe?g$/i, "image/png": /\.png$/i, "image/gif": /\.gif$/i, "image/webp": /\.webp$/i, "image/heic": /\.hei[cf]$/i, "image/tiff": /\.tiff?$/i,
  "text/plain": /\.(txt|log|md)$/i, "text/csv": /\.csv$/i,
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": /\.docx$/i,
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": /\.xlsx$/i,
  "application/vnd.oasis.opendocument.text": /\.odt$/i, "application/vnd.oasis.opendocument.spreadsheet": /\.ods$/i,
};
/** For the file chooser; a convenience, the bytes decide. */
export const ACCEPTED_ENDINGS = ".pdf,.jpg,.jpeg,.png,.gif,.webp,.heic,.tif,.tiff,.txt,.csv,.docx,.xlsx,.odt,.ods";

/**
 * The files of a public form, by their bytes. Throws Invalid (at `files`) for a kind that is not taken, and for a name
 * that promises another kind than the bytes are: nobody here shall open a program because it is called a picture.
 */
export const judgedFiles = async (uploads: Uploads): Promise<IncomingFile[]> => {
  const files = await inspected(uploads);
  for (const { contentType, fileName } of files) {
    const endings = ACCEPTED[contentType];
    if (!endings) throw new Invalid({ files: Object.values(ACCEPTED).some((known) => known.test(fileName)) ? "contact.error.fileLies" : "contact.error.fileKind" });
    if (!endings.test(fileName)) throw new Invalid({ files: "contact.error.fileLies" });
  }
  return files;
};
