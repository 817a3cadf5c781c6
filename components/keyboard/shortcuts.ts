/**
 * Everything that can be done by a key or from the palette. A command is there while somebody has registered a handler
 * for it (`useCommand`); the handlers of keys, the palette and the help are all made from this one table.
 */
export type Command = {
  id: CommandId;
  group: CommandGroup;
  /** see `Keys`; without them it is in the palette alone */
  keys?: Keys;
  /** it is a key's business only, and no line of the palette */
  keyOnly?: boolean;
  /** there is not always something to do it with */
  atTimes?: boolean;
};

/**
 * - `mod+k` is Cmd+K on a Mac and Ctrl+K elsewhere, `mod+shift+f` the same with Shift.
 * - `own+n` is Ctrl+Shift+N on a Mac and Alt+Shift+N elsewhere: combinations that neither browsers nor text fields nor
 *   input methods use.
 * - `mod+/` is that character, with Shift or without: on many keyboards it needs it.
 *
 * No key is a character alone: who speaks to the computer would press it with any word (WCAG 2.1.4).
 */
export type Keys = `mod+${string}` | `own+${string}`;

export type CommandGroup = "chat" | "answer" | "place" | "site";

const table = [
  { id: "palette", group: "place", keys: "mod+k", keyOnly: true },
  { id: "new-chat", group: "chat", keys: "own+n" },
  { id: "focus-message", group: "chat", keys: "own+m" },
  { id: "stop", group: "answer", keys: "own+s", atTimes: true },
  { id: "regenerate", group: "answer", keys: "own+r", atTimes: true },
  { id: "copy-answer", group: "answer", keys: "own+c", atTimes: true },
  { id: "copy-code", group: "answer", keys: "own+k", atTimes: true },
  { id: "find", group: "place", keys: "mod+shift+f", atTimes: true },
  { id: "sidebar", group: "place", keys: "mod+\\" },
  { id: "undo", group: "place", keys: "mod+z", keyOnly: true, atTimes: true },
  { id: "choose-model", group: "chat", keys: "own+o" },
  { id: "settings", group: "chat" },
  { id: "models", group: "place" },
  { id: "usage", group: "place" },
  { id: "archive", group: "place" },
  { id: "trash", group: "place" },
  { id: "theme-light", group: "site" },
  { id: "theme-dark", group: "site" },
  { id: "theme-system", group: "site" },
  { id: "language-en", group: "site" },
  { id: "language-zh-CN", group: "site" },
  { id: "shortcuts", group: "site", keys: "mod+/" },
  { id: "sign-out", group: "site" },
] as const satisfies { id: string; group: CommandGroup; keys?: Keys; keyOnly?: boolean; atTimes?: boolean }[];

/** The name of a command; its words are `commands.<id>` in messages/. */
export type CommandId = (typeof table)[number]["id"];

/** In the order in which they are shown. */
export const commands: readonly Command[] = table;

type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether a key press is these keys. */
export function isPressed(keys: Keys, event: KeyPress, mac: boolean): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  const shift = keys === "mod+/" ? shiftKey : keys.startsWith("own+") || keys.startsWith("mod+shift+");
  const held = keys.startsWith("mod+")
    ? (mac ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey
    : (mac ? ctrlKey && !altKey : altKey && !ctrlKey) && !metaKey;
  return held && shift === shiftKey && letterOf(event) === keys.split("+").at(-1);
}

// On a keyboard of another script the place of the key counts, as browsers' own shortcuts have it.
function letterOf({ key, code }: KeyPress): string {
  if (code === "Backslash") return "\\";
  // where it stands on one keyboard, others have what makes a page smaller
  if (key === "/") return key;
  const typed = key.toLowerCase();
  return /^[a-z]$/.test(typed) ? typed : code.replace(/^Key/, "").toLowerCase();
}

/** The keys by the names that stand on them, such as ["Ctrl", "K"] or ["⌘", "K"]. */
export function keyNames(keys: Keys, mac: boolean): string[] {
  const letter = keys.split("+").at(-1) ?? "";
  const shift = keys.startsWith("mod+shift+") ? [mac ? "⇧" : "Shift"] : [];
  const held = keys.startsWith("mod+") ? [mac ? "⌘" : "Ctrl", ...shift] : mac ? ["⌃", "⇧"] : ["Alt", "Shift"];
  return [...held, letter.toUpperCase()];
}

/** The same for `aria-keyshortcuts`. */
export function ariaKeys(keys: Keys, mac: boolean): string {
  const letter = keys.split("+").at(-1) ?? "";
  const mod = `${mac ? "Meta" : "Control"}${keys.startsWith("mod+shift+") ? "+Shift" : ""}`;
  const held = keys.startsWith("mod+") ? mod : mac ? "Control+Shift" : "Alt+Shift";
  return `${held}+${letter.toUpperCase()}`;
}

/** Whether the page runs on a Mac, an iPad or an iPhone; false on the server. */
export function isMac(): boolean {
  return typeof navigator !== "undefined" && /Mac|iP(hone|ad|od)/.test(navigator.platform);
}
