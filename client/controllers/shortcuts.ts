import { Controller } from "@hotwired/stimulus";
import { act, elementFor, isTyping, matches, SHORTCUTS, type Shortcut } from "../shortcuts";

/** Keys for the whole page. Letters act only when the person left them on and is not typing (WCAG 2.1.4). */
export default class ShortcutsController extends Controller<HTMLElement> {
  private readonly onKey = (event: KeyboardEvent): void => this.keydown(event);

  override connect(): void { window.addEventListener("keydown", this.onKey); }
  override disconnect(): void { window.removeEventListener("keydown", this.onKey); }

  private keydown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.repeat && event.key.length > 1) return;
    const entry = SHORTCUTS.find((candidate) => matches(candidate, event) && this.allowed(candidate, event));
    if (entry && this.run(entry, event)) event.preventDefault();
  }

  private allowed(entry: Shortcut, event: KeyboardEvent): boolean {
    if (entry.whileTyping) return true;
    if (isTyping(event.target) || document.querySelector(":popover-open, dialog[open]")) return false;
    return entry.key.length > 1 || this.element.dataset["shortcuts"] !== "false";
  }

  private run(entry: Shortcut, event: KeyboardEvent): boolean {
    if (entry.command === "next" || entry.command === "previous") return this.move(entry.command === "next" ? 1 : -1);
    if (entry.command === "open") return this.open(event);
    const form = event.target instanceof Element ? event.target.closest("form") : null;
    const element = (form && elementFor(entry.command, form)) ?? elementFor(entry.command)
      ?? (entry.command === "search" ? elementFor("palette") : undefined);
    if (element) act(element);
    return element !== undefined;
  }

  /** Focus goes to the neighbouring row; from nowhere it goes to the open ticket's row, else to the first. */
  private move(step: 1 | -1): boolean {
    const rows = [...document.querySelectorAll<HTMLElement>("a.ticket-row, [data-row]")].filter((row) => row.checkVisibility());
    if (rows.length === 0) return false;
    const focused = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
    const current = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
    const from = focused >= 0 ? focused : current;
    const row = rows[from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step))];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** A focused link or button opens itself. */
  private open(event: KeyboardEvent): boolean {
    if (event.target instanceof Element && event.target.closest("a, button, summary, [tabindex]:not([tabindex='-1'])")) return false;
    const row = document.querySelector<HTMLElement>(".ticket-row[aria-current='true']");
    row?.click();
    return row !== null;
  }
}
