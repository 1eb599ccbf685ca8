import { Router } from "express";
import { placeRoutes } from "./place-of-work/routes";
import { paperRoutes } from "./papers/routes";
import { trainingRoutes } from "./training/routes";

/** The pages of every room of governance, a line a room. */
export const governanceRoutes = Router().use(trainingRoutes, paperRoutes, placeRoutes);
