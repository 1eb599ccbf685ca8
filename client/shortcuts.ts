/** The table of keys lives with the templates that print it; the browser binds the same one. */
export { SHORTCUTS, type Shortcut } from "../src/platform/http/shortcuts";
import type { Shortcut } from "../src/platform/http/shortcuts";

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement
  && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));

/** Ctrl and ⌘ are the same to us. Shift counts only where a key has it: "?" needs it on most keyboards, "/" on German ones. */
export const matches = (entry: Shortcut, event: KeyboardEvent): boolean => {
  const control = event.ctrlKey || event.metaKey;
  if (event.altKey || control !== Boolean(entry.ctrl)) return false;
  if (entry.ctrl && event.shiftKey !== Boolean(entry.shift)) return false;
  return (event.key.length === 1 ? event.key.toLowerCase() : event.key) === entry.key;
};

/** The first element that carries the command and can be used now. */
export const elementFor = (command: string, within: ParentNode = document): HTMLElement | undefined =>
  [...within.querySelectorAll<HTMLElement>(`[data-shortcut="${command}"]`)]
    .find((element) => element.checkVisibility() && !element.matches(":disabled"));

/** A button is pressed, a field is entered; a menu that opens also gets the focus, so that Tab and Escape go to it. */
export const act = (element: HTMLElement): void => {
  if (element.matches("summary")) element.focus();
  if (element.matches("input:not([type=radio], [type=checkbox], [type=submit], [type=button]), textarea, select")) element.focus();
  else element.click();
};
