export { ACKNOWLEDGED_KINDS, DOCUMENT_KINDS, JURISDICTIONS, LANGUAGES, SECRECIES, TEMPLATE_MARK, textFile, textHash, type DocumentKind, type Jurisdiction, type Language } from "./document";
export { JURISDICTION_ORDER, textById, textInForce, textsInForce, type DocumentText } from "./documents";
export { gradeQuiz, parseQuiz, type Question } from "./quiz";
export { conflictIn } from "./pages";
