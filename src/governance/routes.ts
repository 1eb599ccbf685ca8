import { Router } from "express";

/** The pages of every room of governance, a line a room. */
export const governanceRoutes = Router();
