import { io, type Socket } from "socket.io-client";

/** What the server says: a topic changed. Never any content; the page is fetched again and decided again. */
export type Signal = { topic: string; id: string; version: number };
export type Person = { name: string; initials: string; typing: boolean };

export type Listener = { signal(signal: Signal): void; presence(topic: string): void; connected(online: boolean): void; evicted(): void };

let socket: Socket | undefined;
let topics: string[] = [];
let listener: Listener | undefined;

const open = (): Socket => {
  const made = io({ transports: ["websocket", "polling"], withCredentials: true });
  made.on("connect", () => { made.emit("subscribe", { topics }); listener?.connected(true); });
  made.on("disconnect", (reason) => {
    // The server ends the connection when what this person may see has changed: the page is decided again.
    if (reason === "io server disconnect") listener?.evicted();
    else if (reason !== "io client disconnect") listener?.connected(false);
  });
  made.on("signal", (signal: Signal) => listener?.signal(signal));
  made.on("presence", ({ topic }: Signal) => listener?.presence(topic));
  return made;
};

/** Listens to exactly these topics of our own origin; without topics there is no connection. */
export const listenTo = (wanted: string[], to: Listener): void => {
  listener = to;
  const changed = wanted.join() !== topics.join();
  topics = wanted;
  if (topics.length === 0) {
    socket?.disconnect();
    socket = undefined;
  } else if (!socket) socket = open();
  else if (!socket.active) socket.connect();
  else if (changed && socket.connected) socket.emit("subscribe", { topics });
};

/** Who is there is asked like everything else: by a request that is decided. Nobody, when the answer is no. */
export const askWhoIsThere = async (topic: string): Promise<Person[]> => {
  const answer = await fetch(`/presence/${encodeURIComponent(topic.slice(topic.indexOf(":") + 1))}`, { headers: { Accept: "application/json" } });
  return answer.ok ? await answer.json() as Person[] : [];
};

export const tell = (what: "viewing" | "typing", topic: string): void => { if (socket?.connected) socket.emit(what, { topic }); };
