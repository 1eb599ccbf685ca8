/** The duty of confidentiality of everybody who works here: read, confirmed, asked for anew, proved. */
export { demandAcknowledgement, type DemandFor } from "./demand";
export { acknowledgementDetour } from "./detour";
export { importAcknowledgement } from "./import";
export { copyJob } from "./copy-mail";
export { ACKNOWLEDGEMENT_TASK } from "./remind";
