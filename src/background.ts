import type { Program } from "./app";

/** What works while nobody clicks: jobs, the access log's tree, mail connectors. One or many processes may run it. */
export interface Background { stop(): Promise<void> }

export const startBackground = async (program: Program): Promise<Background> => {
  await program.jobs.work();
  return { stop: async () => undefined };
};
