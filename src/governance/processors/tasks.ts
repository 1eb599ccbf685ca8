import { endContracts } from "./life/end-contracts";
import { warnOfEnds } from "./life/warn-of-ends";
import type { RunAsSystem } from "../../privacy";

/** An end is written down within seconds of its midnight; people found nothing from that midnight on. Warnings can wait an hour. */
export const CONTRACT_TASKS = [
  { seconds: 5, name: "contract ends", work: async (run: RunAsSystem): Promise<void> => { await endContracts(run); } },
  { seconds: 3_600, name: "contract warnings", work: async (run: RunAsSystem): Promise<void> => { await warnOfEnds(run); } },
];
