export { AGENTS } from "./people";
export { generateCompany, type SampleOptions } from "./generate";
export type {
  SampleAddress, SampleAgent, SampleAttachment, SampleCategory, SampleCompany, SampleContract, SampleCustomer, SampleEmployer,
  SampleFirm, SampleForm, SampleMessage, SampleOrganisation, SampleQueue, SampleTicket,
} from "./types";
