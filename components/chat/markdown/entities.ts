import { decodeNamedCharacterReference } from "decode-named-character-reference";

/** Resolves `&amp;`, `&#233;` and `&#xe9;` as markdown does outside code. The result is text, never markup. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,31}));/g,
    (whole, decimal, hex, name) => {
      if (name) return decodeNamed(name) ?? whole;
      const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      const valid = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
      return valid ? String.fromCodePoint(point) : "\ufffd";
    },
  );
}

// The browser knows all of HTML's names itself; asking it makes an element, so each name is asked for once.
const known = new Map<string, string | null>();

function decodeNamed(name: string): string | null {
  const found = known.get(name);
  if (found !== undefined) return found;
  const decoded = decodeNamedCharacterReference(name) || null;
  if (known.size < 3_000) known.set(name, decoded);
  return decoded;
}
