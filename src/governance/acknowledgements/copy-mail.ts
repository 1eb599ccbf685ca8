import { z } from "zod";
import { row } from "../../platform/database";
import { formatDate, translator } from "../../platform/i18n";
import type { Job } from "../../platform/jobs";
import { markdownToText } from "../../platform/markdown";
import { colleague, publicAddress } from "../../identity";
import type { Ctx, RunAsSystem } from "../../privacy";
import { textById, textFile } from "../documents";
import { recordEvidence } from "../evidence";
import type { ColleagueMail, SendMail } from "../notices";
import { certificateNumber, recordedBy } from "./certificate";

const Payload = z.object({ acknowledgement: z.uuid() });

/** The copy for the person: what was confirmed, word for word, with its hash and number. Null where it was sent already or nobody is there to get it. */
const copyFor = async (ctx: Ctx, id: string): Promise<ColleagueMail | null> => {
  const recorded = await recordedBy(ctx, id);
  const to = recorded && await colleague(ctx, recorded.agentId);
  if (!recorded || !to) return null;
  if (await row(ctx.db, "SELECT 1 FROM evidence WHERE object_id = $1 AND fact = 'copySent'", [id])) return null;
  const text = await textById(ctx, recorded.textId);
  const t = translator(text.language, "key");
  const { companyName, baseUrl } = publicAddress(ctx);
  const values = { title: text.title, version: text.version, at: formatDate(recorded.at, text.language, "full"), hash: text.sha256, number: certificateNumber(recorded.hash), company: companyName, url: `${baseUrl}/papers/acknowledgement` };
  return { to: to.email, language: text.language, subject: t("acknowledgements.copy.subject", values), text: `${t("acknowledgements.copy.text", values)}\n\n${"-".repeat(40)}\n\n${markdownToText(textFile(text))}` };
};

/** Sends the copy, then writes down that it was sent: after a crash in between it may come twice, never not at all. */
export const copyJob = (run: RunAsSystem, send: SendMail): Job => ({
  name: "send-acknowledgement-copy", on: "AcknowledgementGiven", payload: Payload, retries: 6,
  run: async ({ acknowledgement }: z.infer<typeof Payload>) => {
    const mail = await run("acknowledgements", (ctx) => copyFor(ctx, acknowledgement));
    if (!mail) return;
    await send(mail);
    await run("acknowledgements", async (ctx) => {
      const recorded = (await recordedBy(ctx, acknowledgement))!;
      await recordEvidence(ctx, { kind: "acknowledgement", agentId: recorded.agentId, employerId: recorded.employerId, objectId: acknowledgement, fact: "copySent", detail: { channel: "mail" } });
    });
  },
} as unknown as Job);
