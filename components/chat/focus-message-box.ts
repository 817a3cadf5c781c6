/** Puts the focus where a message is written; false where there is no such place. */
export function focusMessageBox(): boolean {
  const box = document.querySelector<HTMLTextAreaElement>('textarea[name="message"]:enabled');
  box?.focus();
  return box !== null;
}
