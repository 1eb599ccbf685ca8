import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row, rows } from "../../platform/database";
import { Conflict, Forbidden, Invalid, NotFound } from "../../platform/faults";
import { append, isAgent, isInHouse, type AgentViewer, type Ctx } from "../../privacy";
import { TICKET_PURPOSES } from "../tickets/ticket";
import { DAYS, spansOf, WorkingHours } from "./working-hours";

/** Where tickets go by themselves is decided in-house, by those who lead the work or keep the program. */
export const routingPolicy = { change: (viewer: Ctx["viewer"]): viewer is AgentViewer => isAgent(viewer) && isInHouse(viewer) && ["administrator", "lead"].includes(viewer.standing.role) };
export const governor = (ctx: Ctx): AgentViewer => {
  if (!routingPolicy.change(ctx.viewer)) throw new Forbidden();
  return ctx.viewer;
};

const list = (value: unknown): string[] => (Array.isArray(value) ? value : value === undefined || value === "" ? [] : [value]).filter((one): one is string => typeof one === "string");
export const Several = z.preprocess(list, z.array(z.string().max(60)).max(30));
const orAny = <T extends z.ZodType>(schema: T) => z.union([schema, z.literal("")]).default("");
const SKILL = /^[a-z0-9äöüß-]{1,30}$/;
const LANGUAGES = ["de", "en"] as const;

/** Shares stand in a field each, "share.<company>". */
export const RuleForm = z.looseObject({ queue: orAny(z.uuid("form.choose")), purpose: orAny(z.enum(TICKET_PURPOSES, "form.choose")), language: orAny(z.enum(LANGUAGES, "form.choose")), skill: z.string().trim().toLowerCase().max(30, "form.tooLong").default("") });
type RuleForm = z.infer<typeof RuleForm>;

const note = (ctx: Ctx, what: string, id: string): Promise<void> => append(ctx, [{ action: "edit", subjects: [], ticket: null, forms: {}, purpose: "security", count: 0, detail: { routing: what, id } }]);

/** Adds a rule behind the others. */
export const addRule = async (ctx: Ctx, form: RuleForm): Promise<void> => {
  const viewer = governor(ctx);
  if (form.queue && !(await row(ctx.db, "SELECT 1 FROM queues WHERE id = $1", [form.queue]))) throw new Invalid({ queue: "form.choose" });
  if (form.skill && !SKILL.test(form.skill)) throw new Invalid({ skill: "routing.error.skills" });
  const companies = (await rows<{ id: string }>(ctx.db, "SELECT id FROM employers")).map(({ id }) => id);
  const shares = sharesIn(form, companies);
  const id = randomUUID();
  await ctx.db.query("LOCK TABLE routing_rules IN SHARE ROW EXCLUSIVE MODE");
  await ctx.db.query(`INSERT INTO routing_rules (id, position, queue_id, purpose, language, skill, shares, changed_at, changed_by)
    SELECT $1, COALESCE(max(position), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM routing_rules`, [id, form.queue || null, form.purpose || null, form.language || null, form.skill, JSON.stringify(shares), ctx.now, viewer.id]);
  await note(ctx, "ruleAdded", id);
};

/** Whole percentages of companies that exist, 100 together; anything else is refused, and nothing is guessed. */
const sharesIn = (form: Readonly<Record<string, unknown>>, companies: readonly string[]): Record<string, number> => {
  const given = companies.map((company): [string, string] => [company, String(form[`share.${company}`] ?? "").trim()]).filter(([, text]) => text !== "" && text !== "0");
  if (!given.every(([, text]) => /^\d{1,3}$/.test(text)) || given.reduce((sum, [, text]) => sum + Number(text), 0) !== 100) throw new Invalid({ shares: "routing.error.shares" });
  return Object.fromEntries(given.map(([company, text]) => [company, Number(text)]));
};

export const RuleMove = z.object({ direction: z.enum(["up", "down"]) });

/** Changes places with the neighbour. At the end of the list nothing happens. */
export const moveRule = async (ctx: Ctx, id: string, { direction }: z.infer<typeof RuleMove>): Promise<void> => {
  governor(ctx);
  await ctx.db.query("LOCK TABLE routing_rules IN SHARE ROW EXCLUSIVE MODE");
  const order = (await rows<{ id: string }>(ctx.db, "SELECT id FROM routing_rules ORDER BY position, id")).map((rule) => rule.id);
  const at = order.indexOf(id);
  if (at < 0) throw new NotFound();
  const other = order[at + (direction === "up" ? -1 : 1)];
  if (!other) return;
  await ctx.db.query("UPDATE routing_rules r SET position = o.place, changed_at = $2, changed_by = $3 FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, place) WHERE r.id = o.id",
    [order.map((one) => (one === id ? other : one === other ? id : one)), ctx.now, (ctx.viewer as AgentViewer).id]);
  await note(ctx, "ruleMoved", id);
};

export const removeRule = async (ctx: Ctx, id: string): Promise<void> => {
  governor(ctx);
  if (!(await row(ctx.db, "WITH gone AS (DELETE FROM routing_rules WHERE id = $1 RETURNING 1) SELECT 1 FROM gone", [id]))) throw new Conflict("routingChanged");
  await note(ctx, "ruleRemoved", id);
};

/** What a company can take on. Hours stand in a field each day, "hours.mon". */
export const ProfileForm = z.looseObject({ languages: Several, skills: z.string().max(500, "form.tooLong").default(""), openPerAgent: z.string().trim().default(""), timeZone: z.string().trim().max(60).default(""), holidays: z.string().max(5000, "form.tooLong").default("") });
type ProfileForm = z.infer<typeof ProfileForm>;

export const saveProfile = async (ctx: Ctx, company: string, form: ProfileForm): Promise<void> => {
  const viewer = governor(ctx);
  if (!(await row(ctx.db, "SELECT 1 FROM employers WHERE id = $1", [company]))) throw new NotFound();
  const { languages, skills, openPerAgent, hours } = profileIn(form);
  await ctx.db.query(`INSERT INTO routing_profiles (employer_id, languages, skills, open_per_agent, hours, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (employer_id) DO UPDATE SET languages = EXCLUDED.languages, skills = EXCLUDED.skills, open_per_agent = EXCLUDED.open_per_agent, hours = EXCLUDED.hours, changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by`,
  [company, languages, skills, openPerAgent, JSON.stringify(hours), ctx.now, viewer.id]);
  await note(ctx, "profile", company);
};

const profileIn = (form: ProfileForm): { languages: string[]; skills: string[]; openPerAgent: number; hours: WorkingHours } => {
  const errors: Record<string, string> = {};
  const languages = form.languages.filter((language) => (LANGUAGES as readonly string[]).includes(language));
  const skills = [...new Set(form.skills.toLowerCase().split(",").map((skill) => skill.trim()).filter(Boolean))];
  const days = Object.fromEntries(DAYS.map((day) => [day, spansOf(String(form[`hours.${day}`] ?? ""))]));
  const holidays = [...new Set(form.holidays.split(/[\s,;]+/).filter(Boolean))].sort();
  const hours = WorkingHours.safeParse({ timeZone: form.timeZone, days, holidays });
  if (languages.length === 0) errors.languages = "routing.error.languages";
  if (!skills.every((skill) => SKILL.test(skill))) errors.skills = "routing.error.skills";
  if (!/^[1-9]\d{0,2}$|^1000$/.test(form.openPerAgent)) errors.openPerAgent = "routing.error.capacity";
  for (const day of DAYS) if (days[day] === null) errors[`hours.${day}`] = "routing.error.hours";
  for (const { path } of hours.error?.issues ?? []) if (path[0] === "timeZone" || path[0] === "holidays") errors[path[0]] = `routing.error.${path[0] === "timeZone" ? "zone" : "holidays"}`;
  if (Object.keys(errors).length > 0 || !hours.success) throw new Invalid(errors);
  return { languages, skills, openPerAgent: Number(form.openPerAgent), hours: hours.data };
};
