import { z } from "zod";
import { CONFIRMABLE, CONFIRMATIONS, confirmationsIn, countryOf, localPath, placeProblem, type Proof, type SettlePlace } from "../../identity";
import { Forbidden, Invalid, NotFound } from "../../platform/faults";
import type { Done } from "../../platform/http";
import { row } from "../../platform/database";
import { isAgent, PLACES, type AgentViewer, type Ctx } from "../../privacy";
import { declarePlace, isBlocked, type Declared } from "./declare-place";
import { needsConfirmation } from "./resolve-place";

export const PLACE_PATH = "/place-of-work";

export const PlaceForm = z.object({
  place: z.enum(PLACES, "form.choice"),
  country: z.string("form.choice").trim().toUpperCase().max(2, "form.choice").default(""),
  ...CONFIRMABLE,
  current: z.string("form.invalid").max(10_000, "form.invalid").default(""),
  code: z.string("form.invalid").max(100, "form.invalid").default(""),
  return: z.unknown().optional().transform(localPath),
});

/** At the sign-in: what is missing there is settled on the page of this room, where nothing is lost. */
export const settlePlace: SettlePlace = async (ctx, { agentId, signInId, place, country, confirmations, address }) => {
  if (place === "undeclared") return { place, country: "unknown", next: PLACE_PATH };
  const given = CONFIRMATIONS.filter((name) => confirmations.includes(name));
  const declared = await declarePlace(ctx, { agentId, signInId }, { place, country, confirmations: given, address, proved: false });
  return { place: declared.place, country: declared.country, next: isSettled(declared) ? null : PLACE_PATH };
};

const isSettled = ({ result, confirmed }: Declared): boolean => result !== "contradiction" && confirmed;

/** Whether the person has proved afresh who they are: the password, and a code where there is a second factor. */
const isProved = (viewer: AgentViewer, { ownPassword, ownFactor }: Proof): boolean => ownPassword === true && (!viewer.secondFactor.confirmed || ownFactor === true);

/**
 * The signed-in person declares their place. A contradiction is no fault of the form: it is kept, it blocks, and the page says
 * what to do. Throws Invalid by the fields where something is missing, and then nothing was declared.
 */
export const declareOwnPlace = async (ctx: Ctx, form: z.infer<typeof PlaceForm>, request: { address: string | undefined; proof: Proof }): Promise<Done> => {
  const { viewer } = ctx;
  if (!isAgent(viewer)) throw new Forbidden();
  const confirmations = confirmationsIn(form);
  const proved = isProved(viewer, request.proof);
  await refuseIncomplete(ctx, viewer, form, { proved, confirmed: confirmations.length === CONFIRMATIONS.length });
  const employer = await row<{ country: string }>(ctx.db, "SELECT country FROM employers WHERE id = $1", [viewer.standing.employer.id]);
  if (!employer) throw new NotFound();
  const declared = await declarePlace(ctx, { agentId: viewer.id, signInId: viewer.signIn }, {
    place: form.place, country: countryOf(form.place, form.country, employer.country), confirmations, address: request.address, proved,
  });
  if (!isSettled(declared)) return { path: `${PLACE_PATH}?return=${encodeURIComponent(form.return)}` };
  return { path: form.return, notice: declared.result === "narrowed" ? "placeNarrowed" : "placeDeclared" };
};

const refuseIncomplete = async (ctx: Ctx, viewer: AgentViewer, form: z.infer<typeof PlaceForm>, { proved, confirmed }: { proved: boolean; confirmed: boolean }): Promise<void> => {
  const problem = placeProblem(form.place, form.country);
  if (problem) throw new Invalid({ country: problem });
  if (needsConfirmation(form.place) && !confirmed) throw new Invalid({ confirmations: "placeOfWork.confirmAll" });
  if (!proved && await isBlocked(ctx, viewer.signIn)) throw new Invalid({ current: "placeOfWork.proofMissing" });
};
