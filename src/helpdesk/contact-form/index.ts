/** The public form that opens tickets. */
export { contactRoutes } from "./routes";
