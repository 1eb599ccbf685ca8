/**
 * Who wrote: a person or a machine? An answer by machine to a machine makes a loop, so whoever sends automatic replies
 * asks here first (RFC 3834; RFC 3464 for delivery reports; RFC 2919 for lists).
 */
import type { HeaderField } from "./mime-guard";

export type Automatic = "no" | "auto-reply" | "bounce" | "list";

const DAEMON = /^(mailer-daemon|mail-daemon|maildaemon)$/i;

/** Reads the header block of a message; `sender` is the address in From. */
export const automaticOf = (headers: HeaderField[], sender: string): Automatic => {
  const values = (name: string) => headers.filter((field) => field.name === name).map((field) => field.value.slice(0, 1000).toLowerCase());
  const word = (name: string) => values(name).map((value) => value.split(/[\s;(]/, 1)[0] ?? "");
  const nullSender = values("return-path").some((value, index) => index === 0 && /^<\s*>$/.test(value));
  const report = values("content-type").find((value) => value.startsWith("multipart/report")) ?? "";

  if (report.includes("delivery-status") || DAEMON.test(sender.split("@")[0] ?? "")) return "bounce";
  const submitted = word("auto-submitted").some((value) => value !== "" && value !== "no");
  const answering = ["x-autoreply", "x-autorespond", "x-auto-reply"].some((name) => word(name).some((value) => value !== "no" && value !== "false"));
  const suppress = values("x-auto-response-suppress").some((value) => value.split(/[\s,]+/).some((part) => ["all", "oof", "autoreply"].includes(part)));
  const precedence = word("precedence");
  if (submitted || answering || suppress || precedence.includes("auto_reply") || report !== "") return "auto-reply";
  if (nullSender) return "bounce";
  if (values("list-id").length > 0 || precedence.some((value) => ["list", "bulk", "junk"].includes(value))) return "list";
  return "no";
};
