import { randomUUID } from "node:crypto";
import { receiptOf } from "../../../src/helpdesk/contact-form/form-token";
import { linkToken } from "../../../src/identity/links/link-token";
import type { Given } from "../given";
import type { FoundRoute } from "./routes";
import type { Served } from "./start";

/** Real objects by the name of a path's parameter. Read afresh: commands make new ones. */
export class Objects {
  /** Tokens of links that open something, and whose they are. */
  readonly links = new Map<string, string>();
  constructor(private readonly program: Served, private readonly given: Given, private readonly spare: readonly string[]) {}

  /** A link of each kind, for a person who is not one of the viewers. */
  async makeLinks(): Promise<void> {
    for (const [index, kind] of (["invitation", "passwordReset", "firstAdministrator"] as const).entries()) {
      const id = randomUUID();
      const token = linkToken(this.program.keys.links, kind, id);
      const agent = kind === "firstAdministrator" ? null : this.spare[index === 0 ? 2 : 1]!;
      await this.given.sql("INSERT INTO one_time_links (id, kind, agent_id, token_hash, expires_at) VALUES ($1, $2, $3, sha256($4), now() + interval '1 hour')", [id, kind, agent, Buffer.from(token)]);
      this.links.set(token, agent ?? "");
    }
  }

  /** Concrete paths of a route. Every kind of object's id is tried, because a route must refuse those that are not its own. */
  async pathsOf(route: FoundRoute): Promise<string[]> {
    const numbers = (await this.given.sql<{ number: string }>("SELECT number FROM tickets ORDER BY number")).map(({ number }) => number);
    if (route.parameters.length === 0) return [route.path];
    if (route.path.startsWith("/tickets/:number/") && route.parameters.length === 2) return this.inTickets(route);
    const candidates: Readonly<Record<string, () => Promise<string[]>>> = {
      number: async () => [...numbers, "999999", "0", "zwei"],
      id: () => this.ids(), token: async () => [...this.links.keys(), "x".repeat(65)],
      receipt: async () => [...numbers.slice(0, 1).map((number) => receiptOf(this.program.keys.replyToken, number)), "keine-quittung"],
      seq: async () => [...(await this.given.sql<{ seq: string }>("SELECT seq FROM access_log WHERE action IN ('view', 'reveal', 'search') ORDER BY seq DESC LIMIT 3")).map(({ seq }) => seq), "1", "999999999"],
    };
    const [name] = route.parameters;
    const values = candidates[name!];
    if (!values || route.parameters.length > 1) throw new Error(`${route.method} ${route.path}: no objects are known for its parameters (${route.parameters.join(", ")}). Add them to test/support/leak/objects.ts.`);
    return (await values()).map((value) => route.path.replace(`:${name!}`, value));
  }

  /** Things inside a ticket: each on its own ticket and on another one. */
  private async inTickets(route: FoundRoute): Promise<string[]> {
    const [, second] = route.parameters;
    if (second !== "id" && second !== "file" && second !== "message") throw new Error(`${route.method} ${route.path}: no objects are known for :${second}. Add them to test/support/leak/objects.ts.`);
    const inside = await this.given.sql<{ id: string; number: string; other: string }>(`SELECT x.id, t.number, (SELECT o.number FROM tickets o WHERE o.id <> t.id ORDER BY o.number LIMIT 1) AS other
      FROM (SELECT a.id, m.ticket_id FROM attachments a JOIN messages m ON m.id = a.message_id UNION ALL (SELECT id, ticket_id FROM messages WHERE number = 1 ORDER BY created_at LIMIT 2)) x JOIN tickets t ON t.id = x.ticket_id ORDER BY t.number, x.id`);
    return inside.flatMap(({ id, number, other }, index) => [number, ...(index % 4 === 0 ? [other] : [])].map((at) => route.path.replace(":number", at).replace(`:${second}`, id)));
  }

  private async ids(): Promise<string[]> {
    const one = async (sql: string): Promise<string[]> => (await this.given.sql<{ id: string }>(sql)).map(({ id }) => id);
    return [
      ...this.spare, ...await one("SELECT id FROM tickets ORDER BY number LIMIT 2"), ...await one("SELECT id FROM customers ORDER BY created_at LIMIT 1"), ...await one("SELECT id FROM messages LIMIT 1"),
      ...await one("SELECT id FROM quarantined_mails ORDER BY received_at LIMIT 1"), ...await one("SELECT id FROM sign_ins ORDER BY started_at LIMIT 1"), ...await one("SELECT id FROM demo_outbox LIMIT 1"),
      ...await one("SELECT id FROM outbound_mails LIMIT 1"), randomUUID(), "keine-id",
    ];
  }
}
