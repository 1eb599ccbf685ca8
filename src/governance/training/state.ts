/** The life of a mandatory course for one person (domain rule 11). */
export type CourseState = "assigned" | "passed" | "failed" | "expiring" | "expired" | "restricted";

export interface CourseFacts { readonly validUntil: Date | null; /** The last try failed and nothing was passed since. */ readonly failed: boolean }
export interface StateRules { readonly expiringDays: number; readonly restrictedAfterDays: number }

const DAY = 86_400_000;

/**
 * Where a course stands. A failed try beside a pass that still holds changes nothing; beside one that has run out it is
 * the running out that counts.
 */
export const courseState = ({ validUntil, failed }: CourseFacts, { expiringDays, restrictedAfterDays }: StateRules, now: Date): CourseState => {
  if (!validUntil) return failed ? "failed" : "assigned";
  const left = validUntil.getTime() - now.getTime();
  if (left <= -restrictedAfterDays * DAY) return "restricted";
  if (left <= 0) return "expired";
  return left <= expiringDays * DAY ? "expiring" : "passed";
};

/** Whether the test may be taken: everybody whose pass does not hold safely. */
export const isDue = (state: CourseState): boolean => state !== "passed";
