import { z } from "zod";
import { translator } from "../../platform/i18n";
import type { Job } from "../../platform/jobs";
import type { Ctx, RunAsSystem } from "../../privacy";
import { agentsOf, openAgent } from "../agents";
import { identityOf } from "../service";
import { linkToken } from "./link-token";
import { LINK_HOURS, OneTimeLink, type LinkKind } from "./one-time-link";

export interface LinkMail { readonly to: string; readonly subject: string; readonly text: string }

const PATHS: Readonly<Record<Exclude<LinkKind, "firstAdministrator">, string>> = { invitation: "/invitations/", passwordReset: "/password-reset/" };

/** The mail with a link, in the language of whoever gets it; null where the link is nobody's or opens nothing any more. */
export const linkMail = async (ctx: Ctx, linkId: string): Promise<LinkMail | null> => {
  const link = await ctx.db.getRepository(OneTimeLink).findOneBy({ id: linkId });
  if (!link?.agentId || link.kind === "firstAdministrator" || !link.isOpen(ctx.now)) return null;
  const agent = await agentsOf(ctx).get(link.agentId);
  const { name, email } = await openAgent(ctx, agent);
  if (!email || agent.state === "left") return null;
  const { key, baseUrl, companyName } = identityOf(ctx);
  const t = translator(agent.locale, "key");
  const url = `${baseUrl}${PATHS[link.kind]}${linkToken(key, link.kind, link.id)}`;
  return {
    to: email,
    subject: t(`identity.mail.${link.kind}.subject`, { company: companyName }),
    text: t(`identity.mail.${link.kind}.text`, { name, company: companyName, url, hours: LINK_HOURS[link.kind], days: Math.round(LINK_HOURS[link.kind] / 24) }),
  };
};

/** The jobs of this room. `send` delivers one mail and rejects where it is worth trying again. */
export const IDENTITY_JOBS = (run: RunAsSystem, send: (mail: LinkMail) => Promise<void>): Job<{ link: string }>[] => [{
  name: "send-link", on: "LinkIssued", payload: z.object({ link: z.uuid() }), retries: 6,
  run: async ({ link }) => {
    const mail = await run("links", (ctx) => linkMail(ctx, link));
    if (mail) await send(mail);
  },
}];
