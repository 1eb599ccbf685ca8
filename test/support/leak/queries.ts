import type { World } from "./company";

/** Whom the question that belongs to another page is asked as: one of each way of being let in or not. */
const CURIOUS = new Set(["visitor", "inHouse", "outsourcedAssigned", "privacyOfficer", "auditor"]);

/** Questions that a page's address can ask, beside none; every page also gets one that is meant for another. */
export const queriesOf = ({ garden, tickets, at }: World, pattern: string, kind: string): string[] => {
  const word = garden.markers.find(({ category, ticket }) => category === "name" && ticket === tickets.plain.id)!.needles[0]!;
  const { customerId, number } = tickets.plain;
  const stranger = `?q=${word}&view=all&subject=${customerId}&customer=${customerId}&ticket=${number}&notice=replySent&return=%2Ftickets`;
  const lists = ["view=all", "view=mine", "view=closed", `view=all&queue=${at.queue}`, `view=all&queue=${at.otherQueue}`, `view=all&customer=${customerId}`, "view=unsinn", `before=${Date.now() + 1e6}~${customerId}`];
  const logs = [`subject=${customerId}`, `ticket=${number}`, "action=reveal", "category=special&form=clear", "from=heute", "viewer=system:test"];
  const special: Readonly<Record<string, readonly string[]>> = {
    "/tickets": lists, "/tickets/pane": lists.slice(0, 2), "/access-log": logs, "/access-log.csv": logs.slice(0, 2), "/sign-in": ["return=%2Ftickets", "return=https%3A%2F%2Fexample.net"], "/tickets/:number": ["view=all", "notice=revealed"],
  };
  return [...(CURIOUS.has(kind) ? [stranger] : []), ...(special[pattern] ?? []).map((query) => `?${query}`)];
};

/** What the walk's own question said, so that its echo does not count. */
export const saidIn = (query: string): string | undefined => new URLSearchParams(query.slice(1)).get("q") ?? undefined;
