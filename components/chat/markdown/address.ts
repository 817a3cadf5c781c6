/** The beginning of an address in the text, without what may be punctuation at its end. */
const begun = /^(?:(?:https?|ftp):\/\/|www\.)(?:[a-z\d-]+\.?)+[^\s<]*/i;

/**
 * The address of the web that a text begins with, as GFM ends it: without punctuation, a character's name or closing
 * brackets that were not opened in it; null when there is none.
 */
export function addressAt(source: string): string | null {
  const [address] = (/^[hfw]/i.test(source) && begun.exec(source)) || [];
  if (address === undefined) return null;
  let unopened = 0;
  for (const character of address) unopened += character === ")" ? 1 : character === "(" ? -1 : 0;
  let end = address.length;
  for (; end > 0; end--) {
    const last = address[end - 1] ?? "";
    if (last === ")" && unopened > 0) unopened--;
    else if (last === ";") end -= (/&[a-z\d]+;$/i.exec(address.slice(Math.max(0, end - 40), end))?.[0].length ?? 1) - 1;
    else if (!/[?!.,:*_'"~]/.test(last)) break;
  }
  return address.slice(0, end);
}
