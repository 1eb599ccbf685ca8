import { row } from "../../../platform/database";
import { NotFound } from "../../../platform/faults";
import type { Page } from "../../../platform/http";
import type { Ctx } from "../../../privacy";
import { findContract, type Contract } from "../desk/contracts";
import { contractPage } from "../desk/frame";
import { canTake, UNSIGNED } from "../life/states";
import { contractPolicy } from "../policy";
import { openNotes } from "../papers/sealed-notes";
import { formView, optionsOf, type FormSpec, type Returned } from "../page/forms";
import { fact, section, type Fact } from "../page/sections";
import { actorsOf, dayText, momentText, textsOf } from "../page/words";
import { deletionDue, KEPT_BY, keptUntil, METHODS } from "./exit";

interface Exit { choice: string; chosen_by: string | null; chosen_at: Date; deletion_days: number; kept_law: string | null; kept: string | null; certified_at: Date | null; scope: string | null; systems: Buffer | null; method: string | null; backups: string | null; signed_by: Buffer | null }

/** The way out: return or deletion, by when, what the law keeps, and the certificate. For the controller alone. */
export const showExit = async (ctx: Ctx, id: string, returned: Returned | null = null): Promise<Page> => {
  const contract = await findContract(ctx, id);
  if (!contractPolicy.controller(ctx.viewer)) throw new NotFound();
  const exit = await row<Exit>(ctx.db, "SELECT choice, chosen_by, chosen_at, deletion_days, kept_law, kept_until::text AS kept, certified_at, scope, systems, method, backups_expire_on::text AS backups, signed_by FROM contract_exits WHERE contract_id = $1", [id]);
  const t = textsOf(ctx);
  return contractPage(ctx, contract, { tab: "exit", returned, sections: [section({
    id: "exit", title: t("processors.exit"), icon: "logout", text: t("processors.exitText"), warning: exit || UNSIGNED.includes(contract.state) ? "" : t("processors.exitUnchosen"),
    facts: [...(exit ? await exitFacts(ctx, contract, exit) : []), fact(t("processors.recordKept"), dayText(ctx, keptUntil(contract)))], forms: exitForms(ctx, contract, exit).map((spec) => formView(t, spec, returned)),
  })] });
};

const exitFacts = async (ctx: Ctx, contract: Contract, exit: Exit): Promise<Fact[]> => {
  const t = textsOf(ctx);
  const [actor, [systems, signedBy]] = [await actorsOf(ctx, [exit.chosen_by]), await openNotes(ctx, [{ paper: contract.id, place: "contract_exits.systems", bytes: exit.systems }, { paper: contract.id, place: "contract_exits.signed_by", bytes: exit.signed_by }])];
  return [
    fact(t("processors.field.choice"), t(`processors.choice.${exit.choice}`)), fact(t("processors.column.chosen"), `${momentText(ctx, exit.chosen_at)}, ${actor(exit.chosen_by)}`), fact(t("processors.deletionDue"), dayText(ctx, deletionDue(contract, exit.deletion_days))),
    ...(exit.kept_law && exit.kept ? [fact(t("processors.kept"), t("processors.keptUntil", { law: t(`processors.law.${exit.kept_law}`), day: dayText(ctx, exit.kept) }))] : []),
    ...(exit.certified_at ? [fact(t("processors.certified"), momentText(ctx, exit.certified_at), "success"), fact(t("processors.field.scope"), exit.scope ?? ""), fact(t("processors.field.systems"), systems ?? ""), fact(t("processors.field.method"), t(`processors.method.${exit.method}`)), fact(t("processors.field.backupsExpireOn"), dayText(ctx, exit.backups!)), fact(t("processors.field.signedBy"), signedBy ?? "")] : []),
  ];
};

const exitForms = (ctx: Ctx, contract: Contract, exit: Exit | null): FormSpec[] => {
  if (!contractPolicy.officer(ctx.viewer)) return [];
  const t = textsOf(ctx);
  const path = (what: string): string => `/contracts/${contract.id}/${what}`;
  const all: (FormSpec & { when: boolean })[] = [
    { when: !UNSIGNED.includes(contract.state) && !["ended", "deletionConfirmed", "archived"].includes(contract.state), id: "exit-choice", path: path("exit"), act: "chooseExit", fields: [
      { name: "choice", kind: "select", required: true, options: optionsOf(t, "choice", ["deletion", "return"]), empty: t("processors.choose"), value: exit?.choice }, { name: "deletionDays", kind: "number", required: true, value: String(exit?.deletion_days ?? 30) },
      { name: "keptLaw", kind: "select", hint: true, options: optionsOf(t, "law", KEPT_BY), empty: t("processors.none"), value: exit?.kept_law ?? "" }, { name: "keptUntil", kind: "date", value: exit?.kept ?? "" }] },
    { when: canTake(contract.state, "finish") && exit !== null, id: "finish", path: path("end"), act: "finish", kind: "primary" },
    { when: canTake(contract.state, "confirmDeletion"), id: "certificate", path: path("certificate"), act: "certify", kind: "primary", text: t("processors.certifyText"), fields: [
      { name: "scope", kind: "text", required: true, hint: true, max: 1_000 }, { name: "systems", kind: "textarea", required: true, max: 1_000 }, { name: "method", kind: "select", required: true, options: optionsOf(t, "method", METHODS), empty: t("processors.choose") },
      { name: "backupsExpireOn", kind: "date", required: true }, { name: "subProcessorsConfirmed", kind: "checkbox" }, { name: "signedBy", kind: "text", required: true, hint: true }] },
    { when: canTake(contract.state, "archive"), id: "archive", path: path("archiving"), act: "archive" },
  ];
  return all.filter(({ when }) => when);
};
