import { z } from "zod";
import { FILES } from "../../platform/files";
import type { Job } from "../../platform/jobs";
import { use } from "../../platform/services";
import type { RunAsSystem } from "../../privacy";
import { deliverMailJob } from "./deliver-mail";
import { retryQuarantined } from "./retry-quarantined";

/** Stored files whose rows are gone with a commit. Removing twice is harmless. */
const removeFileJob = (run: RunAsSystem): Job<{ file: string }> => ({
  name: "remove-file", on: "FileDiscarded", payload: z.object({ file: z.string().max(100) }), retries: 10,
  run: async ({ file }) => {
    const files = await run("files", async (ctx) => use(ctx.db, FILES));
    await files.remove(file);
  },
});

const retryQuarantinedJob = (run: RunAsSystem): Job<{ mail: string; agent: string }> => ({
  name: "retry-quarantined", on: "QuarantineReleased", payload: z.object({ mail: z.uuid(), agent: z.uuid() }), retries: 3,
  run: ({ mail, agent }) => retryQuarantined(run, mail, agent),
});

/** The jobs of mail: delivery, a second try for quarantined mails, and files that nobody needs any more. */
export const mailJobs = (run: RunAsSystem): Job[] => [deliverMailJob(run), retryQuarantinedJob(run), removeFileJob(run)] as unknown as Job[];
