/** Finding personal data in free text, keeping what was found beside the text, and rendering it for one viewer. */
export { DETECTOR_VERSION, LARGEST_TEXT, detect, envelopeOf } from "./detect";
export { decode, effectiveSpans, encode, highestLevel, undetected, type Envelope, type Mark } from "./envelope";
export { NOBODY, type KnownPerson } from "./known-person";
export type { Language } from "./language";
export { purgeProhibited, type Prohibited } from "./prohibited";
export { renderSegments, type Segment } from "./segments";
export { mergeSpans, type Source, type Span } from "./span";
