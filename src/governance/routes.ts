import { Router } from "express";
import { asOfRoutes } from "./as-of/routes";
import { acknowledgementRoutes } from "./acknowledgements/routes";
import { documentRoutes } from "./documents/routes";
import { evidenceRoutes } from "./evidence/routes";
import { homeOfficeRoutes } from "./home-office/routes";
import { paperRoutes } from "./papers/routes";
import { placeRoutes } from "./place-of-work/routes";
import { processorRoutes } from "./processors/routes";
import { trainingRoutes } from "./training/routes";

/** The pages of every room of governance, a line a room. */
export const governanceRoutes = Router().use(trainingRoutes, paperRoutes, asOfRoutes, placeRoutes, homeOfficeRoutes, acknowledgementRoutes, documentRoutes, evidenceRoutes, processorRoutes);
