import { Router } from "express";
import { styleguidePage } from "./platform/http/styleguide";
import { page } from "./privacy";

/** Every component in every state, for those who build pages; not there in production. */
export const styleguideRoutes = Router().get("/styleguide", page({ access: "public" }, async (ctx) => {
  const locale = ctx.viewer.kind === "system" ? "en" : ctx.viewer.locale;
  return { template: "styleguide/index", model: styleguidePage(locale, ctx.now), title: "Styleguide" };
}));
