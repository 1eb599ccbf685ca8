import { Router } from "express";
import { z } from "zod";
import { action, page } from "../../privacy";
import { changeRoleSecurity, RoleSecurityForm, showRoleSecurity } from "../second-factor/role-security-page";
import { addTeam, changeEmployment, EmploymentForm, endEmployment, InvitationForm, invite, inviteAgain, removeLostSecondFactor, TeamForm } from "./change-people";
import { showPeople } from "./list-people";
import { showPerson } from "./show-person";

const Person = z.object({ id: z.uuid() });

export const peopleRoutes = Router()
  .get("/administration/people", page({}, (ctx) => showPeople(ctx)))
  .post("/administration/people", action({ body: InvitationForm, again: (ctx, again) => showPeople(ctx, "invite", again) }, async (ctx, { body }) => {
    await invite(ctx, body);
    return { path: "/administration/people", notice: "identityInvited" };
  }))
  .post("/administration/teams", action({ body: TeamForm, again: (ctx, again) => showPeople(ctx, "team", again) }, async (ctx, { body }) => {
    await addTeam(ctx, body);
    return { path: "/administration/people", notice: "identityTeamAdded" };
  }))
  .get("/administration/people/:id", page({ params: Person }, (ctx, { params }) => showPerson(ctx, params.id)))
  .post("/administration/people/:id", action({ params: Person, body: EmploymentForm, again: (ctx, { params, ...again }) => showPerson(ctx, params.id, again) }, async (ctx, { params, body }) => {
    await changeEmployment(ctx, params.id, body);
    return { path: `/administration/people/${params.id}`, notice: "identitySaved" };
  }))
  .post("/administration/people/:id/invitation", action({ params: Person }, async (ctx, { params }) => {
    await inviteAgain(ctx, params.id);
    return { path: `/administration/people/${params.id}`, notice: "identityInvited" };
  }))
  .post("/administration/people/:id/departure", action({ params: Person, again: (ctx, { params, ...again }) => showPerson(ctx, params.id, again) }, async (ctx, { params }) => {
    await endEmployment(ctx, params.id);
    return { path: "/administration/people", notice: "identityLeft" };
  }))
  .post("/administration/people/:id/second-factor-removal", action({ params: Person }, async (ctx, { params }) => {
    await removeLostSecondFactor(ctx, params.id);
    return { path: `/administration/people/${params.id}`, notice: "identitySecondFactorOff" };
  }))
  .get("/administration/security", page({}, (ctx) => showRoleSecurity(ctx)))
  .post("/administration/security", action({ body: RoleSecurityForm }, async (ctx, { body }) => {
    await changeRoleSecurity(ctx, body);
    return { path: "/administration/security", notice: "identitySaved" };
  }));
