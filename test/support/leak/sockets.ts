import { io, type Socket } from "socket.io-client";
import { ticketsFor } from "../../../src/helpdesk/tickets/tickets";
import type { AgentViewer } from "../../../src/privacy";
import type { World } from "./company";
import type { Looker } from "./people";

export interface Heard { readonly looker: Looker; readonly refused: boolean; readonly frames: { event: string; body: unknown }[]; readonly raw: string[]; close(): void }

/** Connects with the session of a looker and keeps everything that comes over the line. */
export const listenAs = (port: number, looker: Looker): Promise<Heard & { socket: Socket }> => new Promise((resolve) => {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true, reconnection: false, extraHeaders: { cookie: looker.browser.cookie(), origin: looker.browser.origin } });
  const heard = { looker, refused: false, frames: [] as Heard["frames"], raw: [] as string[], socket, close: () => { socket.disconnect(); } };
  socket.io.engine.on("packet", ({ data }: { data?: unknown }) => { if (data !== undefined) heard.raw.push(typeof data === "string" ? data : JSON.stringify(data)); });
  socket.onAny((event: string, body: unknown) => { heard.frames.push({ event, body }); });
  socket.on("connect", () => resolve(heard));
  socket.on("connect_error", (error) => { heard.raw.push(error.message); resolve({ ...heard, refused: true }); });
});

export const topicsOf = ({ tickets, at }: World): string[] => [
  ...Object.values(tickets).map(({ id }) => `ticket:${id}`), ...[at.queue, at.otherQueue].map((id) => `queue:${id}`), ...[at.own, at.partner, at.rival, at.lapsed].map((id) => `route:${id}`),
];

interface Located { id: string; queue_id: string; routed_to: string; purpose: string }

/** Who may hear what, said once more and independently: in-house by queue, a processor's people by contract and their own tickets. */
export const mayHear = (viewer: AgentViewer, topic: string, tickets: readonly Located[]): boolean => {
  const [kind, id] = topic.split(":") as [string, string];
  const { role, employer, queues, contracts } = viewer.standing;
  const inHouse = employer.kind === "inHouse";
  if (kind === "queue") return inHouse && queues.includes(id);
  if (kind === "route") return !inHouse && employer.id === id;
  const ticket = tickets.find((found) => found.id === id)!;
  if (role === "privacyOfficer") return true;
  if (role !== "agent" && role !== "lead") return false;
  if (!queues.includes(ticket.queue_id)) return false;
  const covering = contracts.filter((contract) => contract.queues.includes(ticket.queue_id));
  return inHouse || (ticket.routed_to === employer.id && covering.length > 0 && covering.every(({ purposes }) => purposes.includes(ticket.purpose)));
};

/** Changes every ticket once, as the program itself, so that every topic has something to say. */
export const changeEveryTicket = async ({ program, tickets }: World): Promise<void> => {
  for (const { number } of Object.values(tickets)) await program.run("test", async (ctx) => { const tools = ticketsFor(ctx); await tools.save(await tools.lock(number), { activity: false }); });
};

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
