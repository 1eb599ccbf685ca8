import { Foundation1763700000001 } from "./0001-foundation";
import { Identity1763700000002 } from "./0002-identity";
import { AccessLog1763700000003 } from "./0003-access-log";
import { Mail1763700000004 } from "./0004-mail";
import { ListIndexes1763700000006 } from "./0006-list-indexes";
import { StandingChanges1763700000007 } from "./0007-standing-changes";
import { PositionSealed1763700000008 } from "./0008-position-sealed";
import { ContractsInForce1763800000050 } from "./0050-contracts-in-force";

/** In order, forward only. A program refuses a database that knows a migration which is not in this list. */
export const MIGRATIONS = [Foundation1763700000001, Identity1763700000002, AccessLog1763700000003, Mail1763700000004, ListIndexes1763700000006, StandingChanges1763700000007, PositionSealed1763700000008, ContractsInForce1763800000050];
