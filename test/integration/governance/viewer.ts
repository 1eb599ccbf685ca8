import { randomUUID } from "node:crypto";
import type { AgentViewer, Standing } from "../../../src/privacy";

/** Somebody with the facts that a policy asks for and no others. */
export const viewerWith = (facts: Pick<Standing, "role" | "employer">): AgentViewer => ({ kind: "agent", id: randomUUID(), locale: "en", standing: { ...facts } } as unknown as AgentViewer);
