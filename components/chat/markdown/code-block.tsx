"use client";

import { memo, useMemo } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "../../ui/copy-button.tsx";

/** In step with the height of `.code-lines` in globals.css. */
const linesPerSegment = 40;

/** A block of code with its language and a button that copies it. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const translate = useTranslations("markdown");
  const segments = useMemo(() => segmentLines(code), [code]);
  return (
    <figure className="code-block" aria-label={language ? translate("code-in", { language }) : translate("code")}>
      <figcaption className="flex items-center justify-between py-1 ps-4 pe-1.5 text-muted text-xs">
        <span className="truncate font-mono">{language || translate("code")}</span>
        <CopyButton label={translate("copy-code")} text={() => code} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide block scrolls, also by keyboard */}
      <pre tabIndex={0}>
        <code>
          {segments.length === 1
            ? segments[0]
            : segments.map((lines, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: code only grows at its end
                <Lines key={index} text={lines} />
              ))}
        </code>
      </pre>
    </figure>
  );
}

// Each segment is a box of its own: a new line at the end lays out forty lines, not thousands.
const Lines = memo(function Lines({ text }: { text: string }) {
  return <span className="code-lines">{text}</span>;
});

function segmentLines(code: string): string[] {
  const lines = code.split("\n");
  if (lines.length <= linesPerSegment) return [code];
  const segments: string[] = [];
  for (let start = 0; start < lines.length; start += linesPerSegment) {
    const text = lines.slice(start, start + linesPerSegment).join("\n");
    // a box of only empty lines, or one that ends in an empty line, would lose that line's height
    segments.push(text.endsWith("\n") || text === "" ? `${text}\n` : text);
  }
  return segments;
}
