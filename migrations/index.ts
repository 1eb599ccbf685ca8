import { Foundation1763700000001 } from "./0001-foundation";
import { Identity1763700000002 } from "./0002-identity";
import { AccessLog1763700000003 } from "./0003-access-log";
import { Mail1763700000004 } from "./0004-mail";
import { ListIndexes1763700000006 } from "./0006-list-indexes";
import { StandingChanges1763700000007 } from "./0007-standing-changes";
import { PositionSealed1763700000008 } from "./0008-position-sealed";
import { Evidence1763800000020 } from "./0020-evidence";
import { Documents1763800000021 } from "./0021-documents";
import { Acknowledgements1763800000022 } from "./0022-acknowledgements";
import { PlaceOfWork1763800000030 } from "./0030-place-of-work";
import { HomeOffice1763800000031 } from "./0031-home-office";
import { Employments1763800000040 } from "./0040-employments";
import { Training1763800000041 } from "./0041-training";
import { ContractsInForce1763800000050 } from "./0050-contracts-in-force";
import { ContractDesk1763800000051 } from "./0051-contract-desk";
import { ContractChain1763800000052 } from "./0052-contract-chain";
import { ContractOversight1763800000053 } from "./0053-contract-oversight";
import { TicketCategories1763800000060 } from "./0060-ticket-categories";
import { Verification1763800000070 } from "./0070-verification";
import { Merges1763800000071 } from "./0071-merges";
import { Recipients1763800000072 } from "./0072-recipients";
import { Calls1763800000073 } from "./0073-calls";
import { OutsourcedScope1763800000099 } from "./0099-outsourced-scope";
import { Routing1763800000100 } from "./0100-routing";
import { ScopePlans1763800000101 } from "./0101-scope-plans";

/** In order, forward only. A program refuses a database that knows a migration which is not in this list. */
export const MIGRATIONS = [
  Foundation1763700000001,
  Identity1763700000002,
  AccessLog1763700000003,
  Mail1763700000004,
  ListIndexes1763700000006,
  StandingChanges1763700000007,
  PositionSealed1763700000008,
  Evidence1763800000020,
  Documents1763800000021,
  Acknowledgements1763800000022,
  PlaceOfWork1763800000030,
  HomeOffice1763800000031,
  Employments1763800000040,
  Training1763800000041,
  ContractsInForce1763800000050,
  ContractDesk1763800000051,
  ContractChain1763800000052,
  ContractOversight1763800000053,
  TicketCategories1763800000060,
  Verification1763800000070,
  Merges1763800000071,
  Recipients1763800000072,
  Calls1763800000073,
  OutsourcedScope1763800000099,
  Routing1763800000100,
  ScopePlans1763800000101,
];
