import { allow, Conflict, Fault, Forbidden, Invalid, NotFound, SignedOut, TooMany, Unavailable } from "../../../src/platform/faults";
import { faultOf } from "../../../src/platform/http/responder";
import { describeError } from "../../../src/platform/log";

describe("faults", () => {
  it("have a status and say nothing but codes", () => {
    const faults = [new NotFound(), new Forbidden(), new Conflict("staleReply", { count: 2 }), new TooMany(60), new Unavailable(), new SignedOut(), new Invalid({ body: "form.tooLong" })];
    expect(faults.map(({ status }) => status)).toEqual([404, 403, 409, 429, 503, 401, 422]);
    for (const fault of faults) expect(fault.message).toMatch(/^[A-Za-z]+: [A-Za-z]+$/);
  });

  it("allow says no, and only no", () => {
    expect(() => allow(true, "x")).not.toThrow();
    expect(() => allow(false, "routeTicket")).toThrow(Forbidden);
  });

  it.each<[unknown, number | null]>([
    [new NotFound(), 404], [{ status: 404 }, 404], [{ status: 413 }, 413], [{ status: 400 }, 400], [{ status: 415 }, 400], [new URIError("Failed to decode param '%E0'"), null],
    [{ code: "ENOSPC" }, 503], [{ code: "53100" }, 503], [{ code: "ECONNREFUSED" }, 503], [{ code: "57P01" }, 503],
    [new Error("boom"), null], [null, null], [undefined, null], ["text", null], [{ status: 200 }, null], [{ status: "404" }, null],
  ])("%p is answered with %p", (error, status) => {
    const fault = faultOf(error);
    expect(fault?.status ?? null).toBe(status);
    if (fault) expect(fault).toBeInstanceOf(Fault);
  });

  it("leave nothing of a driver's message in the log", () => {
    const error = Object.assign(new Error("Key (email)=(erika@example.com) already exists.\n    at somewhere erika"), { code: "23505" });
    const described = JSON.stringify(describeError(error));
    expect(described).toContain("23505");
    expect(described).not.toContain("erika@example.com");
    expect(JSON.stringify(describeError("erika@example.com"))).not.toContain("erika");
  });
});
