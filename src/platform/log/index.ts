import pino from "pino";

/**
 * The process log. It knows ids, counts and codes; it never gets a request body, a header, an address or a name.
 * `redact` is the second line of defence, not the first.
 */
export type Log = Pick<pino.Logger, "info" | "warn" | "error" | "debug" | "fatal">;

export const createLog = (level: string, destination?: pino.DestinationStream): Log => pino({
  level,
  base: undefined,
  redact: { paths: ["*.password", "*.email", "*.name", "*.text", "*.body", "req", "res", "headers"], censor: "[removed]" },
  serializers: { err: describeError },
}, destination ?? pino.destination({ sync: false }));

/**
 * What of an error may be written: its name, its code and its stack without the message. Messages of drivers quote
 * the values of a query ("Key (email)=(…) already exists"), and these can be personal.
 */
export const describeError = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = (error as { code?: unknown }).code;
  const stack = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at ")).slice(0, 12);
  return { type: error.name, code: typeof code === "string" ? code : undefined, stack };
};
