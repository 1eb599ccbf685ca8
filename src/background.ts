import type { Program } from "./app";
import { GOVERNANCE_TASKS } from "./governance";
import { startMailIn } from "./helpdesk";
import { now } from "./platform/clock";
import { every } from "./platform/jobs";
import { keepAccessLog, logIdentity, monthsBefore, removeSegment } from "./privacy";

/** What works while nobody clicks: jobs, the access log's tree, mail connectors. One or many processes may run it. */
export interface Background { readonly smtpPort: number | null; stop(): Promise<void> }

/** A row of the access log is provable within this many seconds; one checkpoint file is written per turn with news. */
const INTEGRATE_SECONDS = 60;
const TIDY_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/**
 * What holders keep for a number of days from its collection (class "A-90d" of the deletion concept) goes when it is
 * due. Longer classes wait for the desk that approves a first run.
 */
const retainHoldings = async ({ holders, run }: Program): Promise<void> => {
  for (const holder of holders.all()) {
    const days = /^A-(\d+)d$/.exec(holder.describe().retention)?.[1];
    if (days) await run("retention", (ctx) => holder.retain(ctx, new Date(ctx.now.getTime() - Number(days) * DAY_SECONDS * 1000)));
  }
};

/** Rows of the access log older than the configured months go, whole segments at a time; their leaves stay. */
const retainAccessLog = async ({ config, database }: Program): Promise<void> => {
  const upTo = monthsBefore(now(), config.accessLogMonths);
  while (await database.transaction((db) => removeSegment(db, upTo, "retention.A-12m", now()), "owner")) { /* until nothing is due */ }
};

export const startBackground = async (program: Program): Promise<Background> => {
  const { config, database, jobs, keys, log, run } = program;
  await jobs.work();
  const identity = logIdentity(keys.logSigning);
  const mail = await startMailIn({ run, log, config });
  const tasks = [
    every(INTEGRATE_SECONDS, "access log", log, () => keepAccessLog(database, { identity, dir: config.checkpointDir, now: now(), log })),
    every(DAY_SECONDS, "access log retention", log, () => retainAccessLog(program)),
    every(DAY_SECONDS, "retention", log, () => retainHoldings(program)),
    ...GOVERNANCE_TASKS.map(({ seconds, name, work }) => every(seconds, name, log, () => work(run))),
    every(TIDY_SECONDS, "expired rows", log, () => database.transaction(async (db) => {
      await db.query("DELETE FROM standing_changes WHERE at < $1::timestamptz - interval '10 minutes'", [now()]);
      await db.query("DELETE FROM ticket_presence WHERE seen_until < $1", [now()]);
      await db.query("DELETE FROM one_time_links WHERE expires_at < $1::timestamptz - interval '30 days'", [now()]);
    })),
  ];
  return {
    smtpPort: mail.smtpPort,
    stop: async () => {
      await mail.close();
      await Promise.all(tasks.map((task) => task.stop()));
    },
  };
};
