/** The whole face of the customers room. */
export { Customer, CustomerValue, Organisation, VALUE_LABELS, type ValueLabel } from "./customer";
export { addValues, findOrRecordByEmail, recordCustomer, VALUE_CATEGORIES, type NewCustomer, type ValueCategory } from "./record-customer";
export { namesAPerson, recordOrganisation } from "./organisations";
export { removeValue, renameCustomer, replaceValue, setOrganisation } from "./change-customer";
export { knownValuesOf } from "./known-values";
export { customerHolder } from "./holder";
