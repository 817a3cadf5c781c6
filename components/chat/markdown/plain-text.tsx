"use client";

import { memo } from "react";

/** Characters of one box; in step with the height of `.plain-part` in globals.css, roughly. */
const partSize = 8_000;

/**
 * Text that was too much to be read as markdown, as it is written. Each part is a box of its own: what is not near the
 * view is not laid out, and what grows at the end lays out one box.
 */
export function PlainText({ text }: { text: string }) {
  if (text.length <= partSize) return <p className="whitespace-pre-wrap">{text}</p>;
  return (
    <div className="whitespace-pre-wrap">
      {partsOf(text).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end
        <Part key={index} text={part} />
      ))}
    </div>
  );
}

const Part = memo(function Part({ text }: { text: string }) {
  return <p className="plain-part">{text}</p>;
});

/** Cut where a line ends, when one does within a part, and never within a character. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    const limit = start + partSize;
    const part = text.slice(start, limit);
    const newline = limit < text.length ? part.lastIndexOf("\n") : -1;
    if (newline > 0) {
      parts.push(part.slice(0, newline));
      start += newline + 1;
      continue;
    }
    const pair = /[\ud800-\udbff]$/.test(part) ? 1 : 0;
    parts.push(text.slice(start, limit + pair));
    start = limit + pair;
  }
  return parts;
}
