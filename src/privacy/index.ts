/** The kernel's whole face. Nothing here opens a sealed value without deciding and writing it down. */
import { actionOf, answerOf, downloadOf, pageOf } from "../platform/http";
import { loadKeys, createSealer as create, openSealer as open, type Sealer } from "./keys/data-keys";
import { kernelOf } from "./kernel";
import type { Ctx, Viewer } from "./viewer";

export { CATEGORIES, FORMS, LEVELS, LEVEL_OF, rank, lowest, atMost, type Category, type Form, type Level } from "./categories";
export { PLACES, PURPOSES, ROLES, isAgent, isInHouse, type AgentCtx, type AgentViewer, type ContractScope, type Ctx, type Employer, type Place, type Purpose, type Reveal, type Role, type Standing, type SystemViewer, type Viewer, type VisitorViewer } from "./viewer";
export { Sealed, SealedColumn, sealedAt, sealedColumns, type Place as SealedPlace } from "./sealed";
export { disclose, type Disclosure, type Disclosures, type DisclosureRequest, type Item } from "./disclose";
export { discloseFile } from "./files";
export { useAsSystem, openBytesAsSystem } from "./system-use";
export { KnownRecord, indexValue, knownPerson, lookUp, newSubjectId, sealText, SEARCHABLE_PERSONAL, searchTokens, technicalToken, termToken, tokensOfTexts, type KnownValue, type SealedText } from "./texts";
export { markPassage, type Marking } from "./mark-passage";
export { createPseudonym, createStaffSealer, openOwnName, openStaff, staffEmailToken } from "./staff";
export { ACTIONS, append, COVERAGE_COLUMNS, COVERAGE_JOINS, keepAccessLog, logIdentity, proveInclusion, monthsBefore, removeSegment, verifyCommand, type Access, type Action, type Inclusion } from "./access-log";
export { decide, type Decision } from "./decide";
export { grantReveal, longestReveal, REVEAL_REASONS, type RevealReason } from "./reveal";
export { Holders, setRestriction, type Holder, type HolderDescription, type Holding } from "./holders";
export { openKernel, refuseForeignMasterKey, type OpenedKeys } from "./open-kernel";
export { comparePolicies, currentPolicy, policyOf, publishPolicy, type PolicyChange } from "./policy-store";
export { COLUMNS, type Policy, type PolicyColumn } from "./rules/policy";
export { coveringContract } from "./rules/covering-contract";
export { SURFACES, type About, type Surface } from "./rules/rule";
export { destroyKey, SubjectErased, type Sealer } from "./keys/data-keys";
export { rotateMasterKey, type Rotation } from "./keys/rotate";
export { UnknownMasterKey, MasterKeyMissing } from "./keys/master-key";
export { pseudonymsOf } from "./kernel";
export { runAsSystem, type RunAsSystem, type SystemHost } from "./system-context";
export { isRoleMailbox } from "./contact-kind";

/** Makes the key of a new person and the sealer that writes with it. */
export const createSealer = (ctx: Ctx, subject: string): Promise<Sealer> => create(ctx.db, kernelOf(ctx).master, subject);
/** The sealer of a known person; throws SubjectErased where the key is gone. */
export const openSealer = (ctx: Ctx, subject: string): Promise<Sealer> => open(ctx.db, kernelOf(ctx).master, subject);
/** Whether these people are frozen or erased; used by rooms that must not act for them. */
export const subjectStates = async (ctx: Ctx, subjects: readonly string[]): Promise<Map<string, "open" | "restricted" | "erased">> => {
  const keys = await loadKeys(ctx.db, kernelOf(ctx).master, subjects);
  return new Map(subjects.map((subject) => {
    const found = keys.get(subject);
    return [subject, !found?.key ? "erased" : found.restricted ? "restricted" : "open"];
  }));
};

/** The doors of every route, typed by the kernel's viewer. */
export const page = pageOf<Viewer>();
export const action = actionOf<Viewer>();
export const answer = answerOf<Viewer>();
export const download = downloadOf<Viewer>();
