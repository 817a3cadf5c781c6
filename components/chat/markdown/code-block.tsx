"use client";

import { WrapText } from "lucide-react";
import { memo, type ReactNode, useMemo } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "../../ui/copy-button.tsx";
import { smallButtonClass } from "../../ui/small-button.tsx";
import { type Run, segmentLines } from "./code-segments.ts";
import { useHighlight } from "./use-highlight.ts";
import { useWrap } from "./use-wrap.ts";

type CodeBlockProps = {
  code: string;
  language: string;
  /** nothing more will come: only then is it worth colouring */
  closed?: boolean;
  /** what the code stands for, shown in its place, and what that is called */
  picture?: { name: string; shown: ReactNode } | null;
  /** more buttons for the caption */
  children?: ReactNode;
};

/** A block of code with its language, a switch for long lines and a button that copies it. */
export function CodeBlock({ code, language, closed = true, picture = null, children }: CodeBlockProps) {
  const translate = useTranslations("markdown");
  const [wrap, setWrap] = useWrap();
  const segments = useMemo(() => segmentLines(code), [code]);
  const coloured = useHighlight(segments, language, closed);
  return (
    <figure
      className="code-block"
      data-wrap={wrap || undefined}
      aria-label={picture?.name ?? (language ? translate("code-in", { language }) : translate("code"))}
    >
      <figcaption className="flex items-center justify-between py-1 ps-4 pe-1.5 text-muted text-xs">
        <span className="truncate font-mono">{language || translate("code")}</span>
        <span className="flex shrink-0 items-center gap-x-0.5">
          {children}
          {!picture && (
            <button
              type="button"
              aria-label={translate("wrap")}
              title={translate("wrap")}
              aria-pressed={wrap}
              onClick={() => setWrap(!wrap)}
              className={`${smallButtonClass} aria-pressed:bg-hover aria-pressed:text-ink`}
            >
              <WrapText className="size-4" />
            </button>
          )}
          <CopyButton label={translate("copy-code")} text={() => code} />
        </span>
      </figcaption>
      {picture ? (
        picture.shown
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide block scrolls, also by keyboard
        <pre tabIndex={0}>
          <code>
            {segments.length === 1 ? (
              <Runs text={segments[0] ?? ""} runs={coloured[0]} />
            ) : (
              segments.map((lines, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: code only grows at its end
                <Lines key={index} text={lines} runs={coloured[index]} />
              ))
            )}
          </code>
        </pre>
      )}
    </figure>
  );
}

type LinesProps = { text: string; runs: Run[] | undefined };

// Each segment is a box of its own: a new line at the end lays out forty lines, not thousands.
const Lines = memo(function Lines(props: LinesProps) {
  return (
    <span className="code-lines">
      <Runs {...props} />
    </span>
  );
});

/** The text, in colours when they are there. Colours change no measure: nothing moves when they come. */
function Runs({ text, runs }: LinesProps) {
  if (!runs) return text;
  return runs.map(({ kind, text: run }, index) =>
    kind === null ? (
      run
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the runs of a text never change
      <span key={index} className={`code-${kind}`}>
        {run}
      </span>
    ),
  );
}
