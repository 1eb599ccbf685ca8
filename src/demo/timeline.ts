import { DAY } from "./facts";
import type { Random } from "./random";
import type { Channel } from "./types";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Working hours in UTC, close enough to the German working day; no reply at the weekend. */
const OPENS = 7;
const CLOSES = 16;

const WEEKEND: Readonly<Record<number, number>> = { 6: 1, 0: 2 };

/** The first message: within the last 90 days, recent ones more often; never after `now`. Calls come on working days. */
export const firstContact = (random: Random, now: Date, channel: Channel): Date => {
  const day = new Date(now.getTime() - 87 * DAY * random.next() ** 1.8);
  if (channel === "phone") day.setTime(day.getTime() - (WEEKEND[day.getUTCDay()] ?? 0) * DAY);
  day.setUTCHours(channel === "phone" ? random.whole(OPENS, CLOSES - 1) : random.whole(5, 20), random.whole(0, 59), random.whole(0, 59), 0);
  return day <= now ? day : new Date(now.getTime() - random.whole(5, 300) * MINUTE);
};

const atWork = (random: Random, moment: Date): Date => {
  const time = new Date(moment);
  while (time.getUTCDay() % 6 === 0 || time.getUTCHours() >= CLOSES || time.getUTCHours() < OPENS) {
    if (time.getUTCHours() >= OPENS) time.setTime(time.getTime() + DAY);
    time.setUTCHours(random.whole(OPENS, CLOSES - 4), random.whole(0, 59), random.whole(0, 59), 0);
  }
  return time;
};

/** When the next message comes: agents in working hours, notes soon after, customers at their own pace but not at night. */
export const nextMoment = (random: Random, after: Date, by: "customer" | "agent" | "note"): Date => {
  const delay = { agent: () => random.whole(25, 900), note: () => random.whole(4, 70), customer: () => random.whole(20, 2600) }[by]();
  const moment = new Date(after.getTime() + delay * MINUTE);
  if (by !== "customer") return atWork(random, moment);
  return moment.getUTCHours() < 5 || moment.getUTCHours() > 21 ? new Date(moment.getTime() + 9 * HOUR) : moment;
};
