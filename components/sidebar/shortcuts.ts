/** Shows and hides the sidebar: Ctrl or Cmd with this key, which no browser uses. */
export const sidebarShortcut = "\\";
/** Undoes what a notice tells of: Ctrl or Cmd with this key, outside of text fields. */
export const undoShortcut = "z";

/** Which of the sidebar's shortcuts a key press is; null for none. */
export function shortcutOf(event: KeyboardEvent): "toggle" | "undo" | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.defaultPrevented) return null;
  // by its place, too: on many keyboards the character itself takes another key beside Ctrl
  if (event.key === sidebarShortcut || event.code === "Backslash") return "toggle";
  const field = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  return event.key.toLowerCase() === undoShortcut && !field ? "undo" : null;
}
