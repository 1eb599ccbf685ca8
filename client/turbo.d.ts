/** What we use of Turbo 8, which ships no types. */
declare module "@hotwired/turbo" {
  export function visit(location: string | URL, options?: { action?: "advance" | "replace" | "restore" }): void;
}
