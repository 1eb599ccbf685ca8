export { AGENTS } from "./people";
export { generateCompany, type SampleOptions } from "./generate";
export { contentsOf, loadCompany, type Contents, type LoadOptions } from "./load";
export { SHOP_DOMAIN } from "./company";
export { welcome, type Address } from "./welcome";
export type {
  SampleAddress, SampleAgent, SampleAttachment, SampleCategory, SampleCompany, SampleContract, SampleCustomer, SampleEmployer,
  SampleFirm, SampleForm, SampleMessage, SampleOrganisation, SampleQueue, SampleTicket,
} from "./types";
