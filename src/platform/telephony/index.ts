/** A call to be placed: the number exists here and on the line, nowhere else. `agent` says whose telephone rings first, by an id that the telephone system knows. */
export interface Dial { readonly call: string; readonly to: string; readonly agent: string }
/** `permanent`: trying again will not help. The reason is a code, never what the other side said (it may quote the number). */
export type DialOutcome = { readonly placed: true } | { readonly placed: false; readonly permanent: boolean; readonly reason: "refused" | "unreachable" };

/** The way to a telephone system. */
export interface Telephony { dial(dial: Dial): Promise<DialOutcome> }

const PATIENCE_MS = 5_000;

/**
 * Asks a telephone system by HTTP: POST to `url` with { call, to, agent } as JSON, and the token as a bearer. Any 2xx
 * means that it rings. Redirects are not followed: the number goes to the configured address and to no other.
 */
export const webhookTelephony = (url: string, token: string | undefined): Telephony => ({
  dial: async (dial) => {
    try {
      const answer = await fetch(url, {
        method: "POST", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS), body: JSON.stringify(dial),
        headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      });
      await answer.body?.cancel();
      if (answer.ok) return { placed: true };
      return { placed: false, permanent: answer.status < 500 && answer.status !== 429, reason: answer.status < 500 && answer.status !== 429 ? "refused" : "unreachable" };
    } catch {
      return { placed: false, permanent: false, reason: "unreachable" };
    }
  },
});
