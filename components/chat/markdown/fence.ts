/** Whether a block of code has its closing fence; one that is indented has none, and is closed by what follows. */
export function isFenceClosed(raw: string): boolean {
  const [, fence = ""] = /^ {0,3}(`{3,}|~{3,})/.exec(raw) ?? [];
  const text = raw.trimEnd();
  const last = text.slice(text.lastIndexOf("\n") + 1).trim();
  return fence !== "" && text.includes("\n") && last.startsWith(fence) && last === last[0]?.repeat(last.length);
}
