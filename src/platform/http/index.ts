export { actionOf, answerOf, downloadOf, pageOf, type Done, type Download, type Page, type Typed } from "./page";
export { runRequest, requestIdOf, Detour, type Access } from "./run";
export { houseOf, setHouse, type House, type ViewerFrame } from "./house";
export { securityHeaders, sameOriginOnly } from "./security";
export { errorResponder, localeOf, nothingHere } from "./responder";
export { createViews, type PageFrame, type Views } from "./views";
export type { Upload, Uploads } from "./upload";
