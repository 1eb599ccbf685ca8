import type { AgentViewer, ContractScope } from "../../../src/privacy";

/** What of a ticket decides who finds it, as it stands in the table. */
export interface Placed { readonly queue_id: string; readonly routed_to: string; readonly purpose: string; readonly level: string; readonly categories: readonly string[] }

/** The contracts that let somebody of a processor work in a queue from where they are; none where one of them does not. */
export const contractsFor = ({ standing }: AgentViewer, queue: string): readonly ContractScope[] => {
  const named = standing.contracts.filter(({ queues }) => queues.includes(queue));
  return standing.place !== "undeclared" && named.every(({ countries }) => countries.includes(standing.country)) ? named : [];
};

/** Who finds a ticket, said once more and independently of the program: by queue in-house, for a processor's people by all that their contracts for the queue cover. */
export const finds = (viewer: AgentViewer, ticket: Placed): boolean => {
  const { role, employer, queues } = viewer.standing;
  if (role === "privacyOfficer") return employer.kind === "inHouse";
  if ((role !== "agent" && role !== "lead") || !queues.includes(ticket.queue_id)) return false;
  if (employer.kind === "inHouse") return true;
  const contracts = contractsFor(viewer, ticket.queue_id);
  const shows = (contract: ContractScope, category: string): boolean => !["hidden", undefined].includes(contract.forms[category as keyof ContractScope["forms"]]);
  return ticket.routed_to === employer.id && contracts.length > 0
    && contracts.every((contract) => contract.purposes.includes(ticket.purpose) && ticket.categories.every((category) => shows(contract, category)));
};
