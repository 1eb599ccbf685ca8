/** The one table of keys: it feeds the bindings in the browser, the help dialog, the palette and the hints on buttons. */
export type Shortcut = {
  /** Names the element that acts: `data-shortcut="reply"`. Every key has such a visible button or link. */
  command: string;
  /** As KeyboardEvent.key, letters lower case. */
  key: string;
  ctrl?: boolean;
  shift?: boolean;
  /** Works while typing in a field; single letters never do (WCAG 2.1.4). */
  whileTyping?: boolean;
  group: "move" | "ticket" | "anywhere";
  /** What people read on the key cap. */
  caps: readonly string[];
};

export const SHORTCUTS: readonly Shortcut[] = [
  { command: "next", key: "j", group: "move", caps: ["J"] },
  { command: "previous", key: "k", group: "move", caps: ["K"] },
  { command: "open", key: "Enter", group: "move", caps: ["↵"] },
  { command: "reply", key: "r", group: "ticket", caps: ["R"] },
  { command: "note", key: "n", group: "ticket", caps: ["N"] },
  { command: "assign", key: "a", group: "ticket", caps: ["A"] },
  { command: "status", key: "s", group: "ticket", caps: ["S"] },
  { command: "snooze", key: "h", group: "ticket", caps: ["H"] },
  { command: "close", key: "e", group: "ticket", caps: ["E"] },
  { command: "send", key: "Enter", ctrl: true, whileTyping: true, group: "ticket", caps: ["Ctrl", "↵"] },
  { command: "sendAndNext", key: "Enter", ctrl: true, shift: true, whileTyping: true, group: "ticket", caps: ["Ctrl", "⇧", "↵"] },
  { command: "search", key: "/", group: "anywhere", caps: ["/"] },
  { command: "palette", key: "k", ctrl: true, whileTyping: true, group: "anywhere", caps: ["Ctrl", "K"] },
  { command: "help", key: "?", group: "anywhere", caps: ["?"] },
];

export const shortcutFor = (command: string): Shortcut | undefined => SHORTCUTS.find((entry) => entry.command === command);
