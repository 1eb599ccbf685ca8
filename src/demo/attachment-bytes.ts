import { crc32, deflateSync } from "node:zlib";
import type { SampleAttachment } from "./types";

export interface SampleFile { readonly contentType: string; readonly bytes: Buffer }

/** A PDF of one page with one line of text. Its cross-reference table is counted, so that strict readers open it too. */
const pdf = (line: string): Buffer => {
  const drawing = `BT /F1 18 Tf 72 760 Td (${line}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
};

const chunk = (type: string, content: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
};

/** A picture of dusk over the sea: wide enough to be looked at, small because each line has one colour. */
const png = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const lines = Array.from({ length: height }, (_, y) => {
    const share = y / height;
    const colour = share < 0.6 ? [60 + 180 * share, 90 + 120 * share, 150 + 40 * share] : [40, 70 + 60 * (1 - share), 95 + 60 * (1 - share)];
    return Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from(colour))]);
  });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.concat(lines))), chunk("IEND", Buffer.alloc(0)),
  ]);
};

const FILES: Readonly<Record<SampleAttachment["kind"], SampleFile>> = {
  pdf: { contentType: "application/pdf", bytes: pdf("Beispieldatei / sample file: Nordlicht Versand") },
  png: { contentType: "image/png", bytes: png(320, 200) },
  txt: { contentType: "text/plain", bytes: Buffer.from("Beispieldatei / sample file: Nordlicht Versand\n") },
};

/** Real bytes of this kind that every program opens; they name nobody. */
export const sampleFile = (kind: SampleAttachment["kind"]): SampleFile => FILES[kind];
