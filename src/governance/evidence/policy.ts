import { isAgent, isInHouse, type Viewer } from "../../privacy";

/** The evidence of everybody's papers is read by the controller's privacy officer alone; everybody else sees states. */
export const evidencePolicy = {
  read: (viewer: Viewer): boolean => isAgent(viewer) && viewer.standing.role === "privacyOfficer" && isInHouse(viewer),
};
