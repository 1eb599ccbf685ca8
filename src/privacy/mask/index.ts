/** What is left of a value for a viewer who may not see all of it. */
export { maskValue, type Masked, type MaskOptions } from "./mask-value";
