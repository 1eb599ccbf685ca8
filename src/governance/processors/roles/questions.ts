/**
 * Who is what (EDPB Guidelines 07/2020; Art. 4(7), (8), 26, 28, 29 GDPR; domain rule 3.3). Whoever decides on purposes and essential means (which
 * data, whose, how long, who receives it) is a controller; facts prevail over labels. A default with its sources, not legal advice.
 */
export const QUESTIONS_VERSION = 1;
export const QUESTIONS_FROM = "2026-11-21";
export const QUESTIONS = ["access", "integrated", "profession", "ownPurposes", "jointly", "instructed", "freeMeans", "mixed"] as const;
export type Question = (typeof QUESTIONS)[number];
export const ANSWERS = ["yes", "no", "unsure"] as const;
export type Answer = (typeof ANSWERS)[number];
export type Answers = Readonly<Record<Question, Answer>>;

export const ROLES_OF_VENDORS = ["processor", "joint", "independentController", "ownStaff", "none"] as const;
export type VendorRole = (typeof ROLES_OF_VENDORS)[number];
export interface Assessment { readonly role: VendorRole; readonly confidence: "clear" | "borderline"; readonly reasons: readonly string[] }

/** The first question that decides, in the order of the rule; null where none has. Unsure decides nothing and makes the result borderline. */
const deciding = (answers: Answers): { role: VendorRole; reason: string } => {
  if (answers.access === "no") return { role: "none", reason: "noAccess" };
  if (answers.integrated === "yes") return { role: "ownStaff", reason: "integrated" };
  if (answers.profession === "yes") return { role: "independentController", reason: "profession" };
  if (answers.ownPurposes === "yes") return { role: "independentController", reason: "ownPurposes" };
  if (answers.jointly === "yes") return { role: "joint", reason: "jointly" };
  if (answers.freeMeans === "yes") return { role: "independentController", reason: "freeMeans" };
  if (answers.instructed === "yes") return { role: "processor", reason: "instructed" };
  return { role: "independentController", reason: "notInstructed" };
};

/** Questions that come before the deciding one were asked in vain where nobody was sure. */
const ASKED_BEFORE: Readonly<Record<string, readonly Question[]>> = {
  noAccess: [], integrated: ["access"], profession: ["access", "integrated"], ownPurposes: ["access", "integrated", "profession"], jointly: ["access", "integrated", "profession", "ownPurposes"],
  freeMeans: ["access", "integrated", "profession", "ownPurposes", "jointly"], instructed: ["access", "integrated", "profession", "ownPurposes", "jointly", "freeMeans"],
  notInstructed: ["access", "integrated", "profession", "ownPurposes", "jointly", "freeMeans", "instructed"],
};

/**
 * The role, how sure it is, and why. Borderline: somebody was unsure on the way, tasks are mixed (each needs a record of its own), or the
 * provider decides freely on means while purposes are set for it.
 */
export const assess = (answers: Answers): Assessment => {
  const { role, reason } = deciding(answers);
  const unsure = ASKED_BEFORE[reason]!.filter((question) => answers[question] === "unsure");
  const mixed = role !== "none" && answers.mixed !== "no";
  const torn = answers.instructed === "yes" && role === "independentController" && reason !== "profession" || reason === "notInstructed";
  return {
    role, confidence: unsure.length > 0 || mixed || torn ? "borderline" : "clear",
    reasons: [reason, ...(unsure.length > 0 ? ["unsure"] : []), ...(mixed ? ["mixed"] : []), ...(torn ? ["torn"] : [])],
  };
};

/** What each result asks for beside the papers of a processor. */
export const NEXT_STEP: Readonly<Record<VendorRole, string>> = { processor: "contract", joint: "arrangement", independentController: "ownBasis", ownStaff: "staff", none: "maintenance" };
