import { randomUUID } from "node:crypto";
import { row, rows } from "../../platform/database";
import { Forbidden, NotFound } from "../../platform/faults";
import { isAgent, openSealer, openStaff, sealedAt, type AgentViewer, type Ctx, type Sealed } from "../../privacy";
import { recordEvidence } from "../evidence";
import { Agreement } from "./agreement";
import { textHash, type Room } from "./checklist";
import { homeOfficePolicy, type Owner } from "./policy";

export interface Address { readonly id: string; readonly label: Sealed; readonly address: Sealed; readonly country: string; readonly room: Room }
/** An agreement with what is asked about it: whose it is, which rooms it names, who approved this version, whether it is suspended. */
export interface Found { readonly agreement: Agreement; readonly owner: Owner; readonly addresses: readonly Address[]; readonly approvedBy: readonly string[]; readonly suspended: string | null }

export const agentOf = ({ viewer }: Pick<Ctx, "viewer">): AgentViewer => { if (!isAgent(viewer)) throw new Forbidden(); return viewer; };

interface OwnerRow { employer_id: string; team_id: string | null; role: string; kind: string; queues: string[] }
export const ownerOf = async (ctx: Pick<Ctx, "db">, agreement: Pick<Agreement, "agentId" | "employerId">): Promise<Owner> => {
  const found = (await row<OwnerRow>(ctx.db, `
    SELECT e.id AS employer_id, CASE WHEN a.employer_id = e.id THEN a.team_id END AS team_id, a.role, e.kind, ARRAY(SELECT q.queue_id::text FROM agent_queues q WHERE q.agent_id = a.id) AS queues
    FROM agents a, employers e WHERE a.id = $1 AND e.id = $2`, [agreement.agentId, agreement.employerId]))!;
  return { agentId: agreement.agentId, employerId: found.employer_id, teamId: found.team_id, role: found.role, outsourced: found.kind === "processor", queues: found.queues };
};

export const addressesOf = async ({ db }: Pick<Ctx, "db">, agreementId: string): Promise<Address[]> =>
  (await rows<{ id: string; label: Buffer; address: Buffer; country: string; room: Room }>(db, "SELECT id, label, address, country, room FROM home_office_addresses WHERE agreement_id = $1 ORDER BY position", [agreementId]))
    .map(({ label, address, ...rest }) => ({ ...rest, label: sealedAt("home_office_addresses.label", label), address: sealedAt("home_office_addresses.address", address) }));

/** Finds an agreement for whoever may read it; NotFound for everybody else. `lock` keeps others from deciding meanwhile. */
export const findAgreement = async (ctx: Ctx, id: string, { lock = false } = {}): Promise<Found> => {
  const agreement = await ctx.db.getRepository(Agreement).findOne({ where: { id }, ...(lock ? { lock: { mode: "pessimistic_write" as const } } : {}) });
  if (!agreement) throw new NotFound();
  const owner = await ownerOf(ctx, agreement);
  if (!homeOfficePolicy.read(ctx.viewer, owner)) throw new NotFound();
  const approvals = await rows<{ by_agent: string }>(ctx.db, "SELECT by_agent FROM home_office_steps WHERE agreement_id = $1 AND version = $2 AND step = ANY('{leadApproved,clientApproved,privacyApproved}')", [id, agreement.version]);
  const open = await row<{ reason: string }>(ctx.db, "SELECT reason FROM home_office_suspensions WHERE agreement_id = $1 AND from_at <= $2 AND (until_at IS NULL OR until_at > $2)", [id, ctx.now]);
  return { agreement, owner, addresses: await addressesOf(ctx, id), approvedBy: approvals.map(({ by_agent: by }) => by), suspended: open?.reason ?? null };
};

/** The own one; NotFound for everybody else's. */
export const findOwn = async (ctx: Ctx, id: string, options: { lock?: boolean } = {}): Promise<Found> => {
  const found = await findAgreement(ctx, id, options);
  if (!homeOfficePolicy.own(ctx.viewer, found.owner)) throw new NotFound();
  return found;
};

export const saveAgreement = async ({ db }: Pick<Ctx, "db">, agreement: Agreement): Promise<void> => { await db.getRepository(Agreement).save(agreement); };

/** Free text about a person, sealed under that person's key; an empty one is none. */
export const sealFor = async (ctx: Ctx, agentId: string, place: `home_office_${string}.${string}`, text: string): Promise<Buffer | null> =>
  (text ? (await openSealer(ctx, agentId)).seal(place, text).toPostgres() : null);

export const openFor = async (ctx: Ctx, agentId: string, values: readonly (Sealed | null)[]): Promise<string[]> =>
  (await openStaff(ctx, values.map((value) => ({ agentId, value })))).map((text) => text ?? "");

/** What happened, past tense; words below `homeOffice.steps.` in locales/. */
export const STEPS = ["submitted", "takenBack", "sentBack", "leadApproved", "clientApproved", "privacyApproved", "activated", "suspended", "resumed", "revoked", "ended", "replaced", "expiring", "expired", "fixed", "fixesOverdue", "inspectionAnnounced", "inspectionClosed", "inspectionRefused"] as const;
export type Step = (typeof STEPS)[number];

/** Writes down a step of an agreement's life: in its history, and in the evidence. A task of the program notes each step once; the answer says whether it was new. */
export const noteStep = async (ctx: Ctx, agreement: Agreement, step: Step, { note = "", detail = {} }: { note?: string; detail?: Readonly<Record<string, string>> } = {}): Promise<boolean> => {
  const by = isAgent(ctx.viewer) ? ctx.viewer.id : null;
  const added = await rows(ctx.db, "INSERT INTO home_office_steps (id, agreement_id, agent_id, version, step, by_agent, at, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id",
    [randomUUID(), agreement.id, agreement.agentId, agreement.version, step, by, ctx.now, await sealFor(ctx, agreement.agentId, "home_office_steps.note", note)]);
  if (added.length === 0) return false;
  await recordEvidence(ctx, {
    kind: "homeOffice", agentId: agreement.agentId, employerId: agreement.employerId, objectId: agreement.id, fact: step, note: note || null,
    detail: { version: String(agreement.version), textVersion: String(agreement.textVersion), textSha256: textHash(agreement.textVersion, agreement.language), language: agreement.language, ...detail },
  });
  return true;
};
