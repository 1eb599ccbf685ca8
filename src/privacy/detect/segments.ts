import type { Category, Form } from "../categories";
import { maskValue, type MaskOptions } from "../mask";
import { effectiveSpans, type Envelope } from "./envelope";
import type { Span } from "./span";

/** A piece of a rendered text. A masked piece holds its mask, never what it masks. */
export type Segment =
  | { text: string; masked?: undefined }
  | { masked: true; category: Category; form: Form; text: string; kind?: string };

const maskedSegment = (envelope: Envelope, span: Span, form: Form, options: MaskOptions): Segment => {
  const mask = maskValue(span.category, form, envelope.text.slice(span.start, span.end), options);
  return { masked: true, category: span.category, form: mask.form, text: mask.text, ...(span.kind === undefined ? {} : { kind: span.kind }) };
};

/**
 * A text as one viewer sees it. `formOf` answers for each span; what is clear, and what is no span, comes out as plain
 * text. Whether the viewer may read correspondence at all is decided by the caller, through `formOf` and beforehand.
 */
export const renderSegments = (envelope: Envelope, formOf: (category: Category, span: Span) => Form, maskOptions: MaskOptions): Segment[] => {
  const segments: Segment[] = [];
  let plain = "", at = 0;
  const flush = (): void => {
    if (plain !== "") segments.push({ text: plain });
    plain = "";
  };
  for (const span of effectiveSpans(envelope)) {
    const form = formOf(span.category, span);
    plain += envelope.text.slice(at, span.start);
    if (form === "clear") {
      plain += envelope.text.slice(span.start, span.end);
    } else {
      flush();
      segments.push(maskedSegment(envelope, span, form, maskOptions));
    }
    at = span.end;
  }
  plain += envelope.text.slice(at);
  flush();
  return segments;
};
