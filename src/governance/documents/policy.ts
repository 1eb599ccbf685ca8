import { isAgent, isInHouse, type Viewer } from "../../privacy";

const officer = (viewer: Viewer): boolean => isAgent(viewer) && viewer.standing.role === "privacyOfficer" && isInHouse(viewer);

/** Who works on the texts: the controller's privacy officer. Everybody reads those that concern them in their own papers. */
export const documentPolicy = { read: officer, write: officer };
