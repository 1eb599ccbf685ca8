import { rows } from "../../../platform/database";
import type { Page } from "../../../platform/http";
import { agentNames } from "../../../identity";
import { ACKNOWLEDGED } from "../../acknowledgements/fact";
import { HOME_AGREEMENT } from "../../home-office/fact";
import { TRAINING } from "../../training/fact";
import { isAgent, type Ctx } from "../../../privacy";
import { findContract, type Contract } from "../desk/contracts";
import { contractPage } from "../desk/frame";
import { HOLDS_QUEUES } from "../life/states";
import { contractPolicy } from "../policy";
import { formView, type FormSpec, type Returned } from "../page/forms";
import { cell, section } from "../page/sections";
import { dayText, queueChoices, textsOf } from "../page/words";
import { localDay } from "../../../platform/local-time";

interface Person { id: string; role: string; state: string; named_at: Date | null; acknowledged: boolean; trained: boolean; home: boolean }

/** The same facts as in the standing, over agent `a` at $3; $2 stays free, as in the statements that share them. */
const PEOPLE = `
SELECT a.id, a.role, a.state, n.named_at, ${ACKNOWLEDGED} AS acknowledged, ${TRAINING} = 'valid' AS trained, ${HOME_AGREEMENT} IS NOT NULL AS home
FROM agents a JOIN employers e ON e.id = a.employer_id LEFT JOIN processor_people n ON n.agent_id = a.id AND n.employer_id = a.employer_id AND n.withdrawn_at IS NULL
WHERE a.employer_id = $1 AND $2::text IS NOT NULL AND a.state <> 'left' ORDER BY n.named_at IS NULL, a.created_at, a.id`;

/** The people of the processor and what each still needs: the acknowledgement of their employer, training, and an agreement where the contract allows home at all. */
export const showPeople = async (ctx: Ctx, id: string, returned: Returned | null = null): Promise<Page> => {
  const contract = await findContract(ctx, id);
  const t = textsOf(ctx);
  const people = await rows<Person>(ctx.db, PEOPLE, [contract.employerId, "", ctx.now]);
  const names = contractPolicy.processor(ctx.viewer, contract) || contractPolicy.draft(ctx.viewer) ? await agentNames(ctx, people.map(({ id: agent }) => agent)) : new Map<string, string>();
  const paper = (there: boolean) => cell(t(there ? "processors.valid" : "processors.missing"), { tone: there ? "success" : "warning" });
  return contractPage(ctx, contract, { tab: "people", returned, sections: [section({
    id: "people", title: t("processors.people"), icon: "users-group", text: t("processors.peopleText"), empty: t("processors.noPeople"),
    table: { label: t("processors.people"), head: ["person", "role", "named", "acknowledgement", "training", ...(contract.homeOfficeAllowed ? ["home"] : [])].map((key) => t(`processors.column.${key}`)), lines: people.map((person) => ({
      cells: [cell(names.get(person.id) ?? t("processors.person", { number: person.id.slice(0, 8) }), { note: person.state === "invited" ? t("processors.invited") : "" }), cell(t(`ui.role.${person.role}`)),
        person.named_at ? cell(dayText(ctx, localDay(person.named_at, contract.zone))) : cell(t("processors.notNamed"), { tone: "danger" }), paper(person.acknowledged), paper(person.trained), ...(contract.homeOfficeAllowed ? [paper(person.home)] : [])],
      forms: personForms(ctx, contract, person).map((spec) => formView(t, spec, returned)),
    })) },
    forms: contractPolicy.processor(ctx.viewer, contract) && HOLDS_QUEUES.includes(contract.state) ? [formView(t, await invitation(ctx, contract), returned)] : [],
  })] });
};

const personForms = (ctx: Ctx, contract: Contract, { id, state, named_at: named }: Person): FormSpec[] => {
  const lead = contractPolicy.processor(ctx.viewer, contract);
  if (!lead && !contractPolicy.officer(ctx.viewer)) return [];
  const act = (what: string, path: string, kind?: "danger"): FormSpec => ({ id: `${what}-${id}`, path: `/contracts/${contract.id}/${path}`, act: what, kind, fields: [{ name: "person", kind: "hidden", value: id }] });
  const own = isAgent(ctx.viewer) && ctx.viewer.id === id;
  return [...(named ? (own ? [] : [act("withdrawPerson", "person-withdrawal", "danger")]) : [act("namePerson", "person-naming")]), ...(lead && state === "invited" ? [act("inviteAgain", "person-invitation")] : [])];
};

const invitation = async (ctx: Ctx, contract: Contract): Promise<FormSpec> => {
  const t = textsOf(ctx);
  return { id: "invitation", path: `/contracts/${contract.id}/invitations`, act: "invitePerson", text: t("processors.inviteText"), fields: [
    { name: "name", kind: "text", required: true, max: 120 }, { name: "email", kind: "email", required: true }, { name: "locale", kind: "select", required: true, value: "de", options: [{ value: "de", label: t("ui.language.de") }, { value: "en", label: t("ui.language.en") }] },
    { name: "queues", kind: "boxes", boxes: (await queueChoices(ctx)).filter(({ id }) => contract.queues.includes(id)).map(({ id, name }) => ({ name: `queue.${id}`, label: name })) }] };
};
