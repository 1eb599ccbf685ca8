import { row, rows } from "../../../platform/database";
import { NotFound } from "../../../platform/faults";
import { localDay } from "../../../platform/local-time";
import type { Category, Ctx, Form, Level } from "../../../privacy";
import type { State } from "../life/states";
import { readableContracts } from "../policy";
import type { Terms } from "../terms/terms";

/** A contract as its row stands: what is agreed and in force, never what somebody merely proposes. */
export interface Contract {
  readonly id: string; readonly employerId: string; readonly employer: string; readonly reference: string; readonly title: string; readonly state: State;
  readonly validFrom: Date; readonly validUntil: Date; readonly zone: string; readonly cutOverAt: Date | null;
  readonly queues: string[]; readonly purposes: string[]; readonly forms: Partial<Record<Category, Form>>; readonly maxLevel: Level; readonly countries: string[]; readonly homeOfficeAllowed: boolean;
  readonly subjectGroups: string[]; readonly noticeDays: number; readonly breachNoticeHours: number; readonly subProcessorMode: "specific" | "general"; readonly objectionDays: number;
  readonly editors: string[]; readonly assessmentId: string | null;
}

const COLUMNS = `c.id, c.employer_id AS "employerId", e.name AS employer, c.reference, c.title, c.state, c.valid_from AS "validFrom", c.valid_until AS "validUntil", c.zone, c.cut_over_at AS "cutOverAt",
  c.queues::text[] AS queues, c.purposes, c.forms, c.max_level AS "maxLevel", c.countries, c.home_office_allowed AS "homeOfficeAllowed", c.subject_groups AS "subjectGroups", c.notice_days AS "noticeDays",
  c.breach_notice_hours AS "breachNoticeHours", c.sub_processor_mode AS "subProcessorMode", c.objection_days AS "objectionDays", c.editors::text[] AS editors, c.assessment_id AS "assessmentId"`;

/** Contracts that this viewer may read, the ones that end first on top. */
export const listContracts = async (ctx: Ctx): Promise<Contract[]> => {
  const { sql, parameter } = readableContracts(ctx.viewer, 1);
  return rows<Contract>(ctx.db, `SELECT ${COLUMNS} FROM processor_contracts c JOIN employers e ON e.id = c.employer_id WHERE ${sql}
    ORDER BY c.state IN ('ended', 'deletionConfirmed', 'archived'), c.valid_until, c.reference`, [parameter]);
};

/** One of them; what is not there and what is not for this viewer are one answer. */
export const findContract = async (ctx: Ctx, id: string): Promise<Contract> => found(ctx, id, "");
/** The same, and nobody else changes it until the transaction ends. */
export const lockContract = async (ctx: Ctx, id: string): Promise<Contract> => found(ctx, id, "FOR UPDATE OF c");

const found = async (ctx: Ctx, id: string, lock: string): Promise<Contract> => {
  const { sql, parameter } = readableContracts(ctx.viewer, 2);
  const contract = await row<Contract>(ctx.db, `SELECT ${COLUMNS} FROM processor_contracts c JOIN employers e ON e.id = c.employer_id WHERE c.id = $1 AND ${ctx.viewer.kind === "system" ? "$2::uuid IS NULL" : sql} ${lock}`, [id, parameter]);
  if (!contract) throw new NotFound();
  return contract;
};

/** The last day of a contract, in its own zone. It ends at 24:00 of that day. */
export const lastDay = ({ validUntil, zone }: Pick<Contract, "validUntil" | "zone">): string => localDay(new Date(validUntil.getTime() - 1), zone);
export const firstDay = ({ validFrom, zone }: Pick<Contract, "validFrom" | "zone">): string => localDay(validFrom, zone);

export const termsOf = (contract: Contract): Terms => ({
  queues: contract.queues, purposes: contract.purposes, forms: contract.forms, maxLevel: contract.maxLevel, countries: contract.countries, homeOfficeAllowed: contract.homeOfficeAllowed, endsOn: lastDay(contract),
});
