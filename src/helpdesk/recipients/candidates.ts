import { row, rows } from "../../platform/database";
import { sealedAt, type AgentCtx, type Sealed } from "../../privacy";
import { readableBy } from "../tickets/policy";

type Place = { readonly id: string; readonly customerId: string };

/** Contact persons of the same organisation, and people who took part in other tickets of this person that the viewer finds; all with an address. Parameters: ticket, customer, then the scope. */
const candidatesSql = (scope: string): string => `FROM customers c
  WHERE c.merged_into IS NULL AND c.id <> $2 AND NOT EXISTS (SELECT 1 FROM ticket_participants p WHERE p.ticket_id = $1 AND p.customer_id = c.id) AND EXISTS (SELECT 1 FROM customer_values v WHERE v.customer_id = c.id AND v.category = 'email')
    AND (c.organisation_id = (SELECT o.organisation_id FROM customers o WHERE o.id = $2)
      OR EXISTS (SELECT 1 FROM ticket_participants p JOIN tickets t ON t.id = p.ticket_id WHERE p.customer_id = c.id AND t.customer_id = $2 AND ${scope}))`;

export const candidatesFor = async (ctx: AgentCtx, ticket: Place): Promise<{ id: string; name: Sealed | null }[]> => {
  const scope = readableBy(ctx.viewer, 3);
  const found = await rows<{ id: string; name: Buffer | null }>(ctx.db, `SELECT c.id, c.name ${candidatesSql(scope.sql)} ORDER BY c.created_at, c.id LIMIT 20`, [ticket.id, ticket.customerId, ...scope.parameters]);
  return found.map(({ id, name }) => ({ id, name: sealedAt("customers.name", name) }));
};

/** Whether the page offers this person: a handle from elsewhere is none. */
export const isCandidate = async (ctx: AgentCtx, ticket: Place, person: string): Promise<boolean> => {
  const scope = readableBy(ctx.viewer, 4);
  return (await row(ctx.db, `SELECT 1 ${candidatesSql(scope.sql)} AND c.id = $3`, [ticket.id, ticket.customerId, person, ...scope.parameters])) !== null;
};
