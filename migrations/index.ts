import { Foundation1763700000001 } from "./0001-foundation";

/** In order, forward only. A program refuses a database that knows a migration which is not in this list. */
export const MIGRATIONS = [Foundation1763700000001];
