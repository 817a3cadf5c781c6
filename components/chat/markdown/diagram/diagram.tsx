"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { smallButtonClass } from "../../../ui/small-button.tsx";
import { CodeBlock } from "../code-block.tsx";
import { drawnLately } from "./drawn.ts";
import type { Picture } from "./sealed-frame.ts";
import { type Scheme, useScheme } from "./use-scheme.ts";

/** What is longer than this, in UTF-16 code units, is not drawn. */
const longestSource = 20_000;

/** A block of Mermaid as the diagram that it describes, or as its source: on demand, and where it cannot be drawn. */
export function Diagram({ code }: { code: string }) {
  const translate = useTranslations("markdown");
  const [asSource, setAsSource] = useState(false);
  const tooLarge = code.length > longestSource;
  const drawn = useDrawing(tooLarge ? null : code);
  const kind = translate("diagram-of", { kind: firstLine(code) });
  const picture =
    drawn && !asSource ? { name: translate("diagram"), shown: <DiagramPicture picture={drawn} alt={kind} /> } : null;
  return (
    <>
      <CodeBlock code={code} language="mermaid" picture={picture}>
        {drawn && (
          <button type="button" className={smallButtonClass} onClick={() => setAsSource(!asSource)}>
            {translate(asSource ? "show-diagram" : "show-source")}
          </button>
        )}
      </CodeBlock>
      {(tooLarge || drawn === null) && (
        <p className="text-muted text-sm">{translate(tooLarge ? "diagram-large" : "diagram-failed")}</p>
      )}
    </>
  );
}

/** A picture wider than this, in CSS pixels, cannot be read when it is made to fit a phone. */
const wide = 560;

// As a picture nothing in it runs, leads anywhere or loads anything.
function DiagramPicture({ picture: { address, width, height, scheme }, alt }: { picture: Drawing; alt: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide diagram scrolls, also by keyboard
    <div className="diagram" data-scheme={scheme} tabIndex={0}>
      {/* biome-ignore lint/performance/noImgElement: it is data already */}
      <img
        src={address}
        width={Math.round(width)}
        height={Math.round(height)}
        alt={alt}
        data-wide={width > wide || undefined}
      />
    </div>
  );
}

/** A picture, and the theme that it was drawn for: it keeps it on paper. */
type Drawing = Picture & { scheme: Scheme };

type Shown = { code: string; scheme: Scheme; drawing: Drawing | null | undefined };

/** The picture of a source: undefined until it is there, null where there will be none. What was drawn is there at once. */
function useDrawing(code: string | null): Drawing | null | undefined {
  const scheme = useScheme();
  const [shown, setShown] = useState<Shown | null>(() => (code === null ? null : drawnBefore(code, scheme)));
  useEffect(() => {
    if (code === null) return;
    const known = drawnBefore(code, scheme);
    if (known) {
      setShown((before) => (before?.code === code && before.scheme === scheme ? before : known));
      return;
    }
    let gone = false;
    const show = (picture: Picture | null | undefined) => {
      if (!gone) setShown({ code, scheme, drawing: picture && { ...picture, scheme } });
    };
    import("./draw.ts")
      .then(({ drawDiagram }) => drawDiagram(code, scheme))
      // what was not there to draw it may be there the next time: the source is shown without a word
      .then(show, () => show(undefined));
    return () => {
      gone = true;
    };
  }, [code, scheme]);
  // in another theme the old picture stays until the new one is drawn
  return shown?.code === code ? shown?.drawing : undefined;
}

function drawnBefore(code: string, scheme: Scheme): Shown | null {
  const picture = drawnLately(code, scheme);
  return picture === undefined ? null : { code, scheme, drawing: picture && { ...picture, scheme } };
}

/** What kind of diagram it is, as its source says: the first line that is neither a comment nor a setting. */
function firstLine(code: string): string {
  const source = code.replace(/^\s*---\n[\s\S]*?\n---\s*\n/, "");
  return (
    source
      .split("\n", 50)
      .map((line) => line.trim())
      .find((line) => line !== "" && !line.startsWith("%%"))
      ?.slice(0, 80) ?? "mermaid"
  );
}
