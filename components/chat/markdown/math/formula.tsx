"use client";

import { memo, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { MathToken } from "./math-lexer.ts";
import { inTurn } from "./turns.ts";

type Drawing = typeof import("./draw.ts");

let loading: Promise<Drawing> | null = null;
let loaded: Drawing | null = null;

function load(): Promise<Drawing> {
  loading ??= import("./draw.ts").then((drawing) => {
    loaded = drawing;
    return drawing;
  });
  // what could not be fetched is tried again by the next formula
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

/** A formula; its source while it is still coming, until KaTeX is here, and where KaTeX cannot read it. */
export const Formula = memo(
  function Formula({ math: { raw, tex, display, open } }: { math: MathToken }) {
    const translate = useTranslations("markdown");
    const place = useRef<HTMLSpanElement>(null);
    const [state, setState] = useState<"source" | "drawn" | "failed">("source");
    // before anything is painted: a formula that closes while others stand there is never seen as source
    useLayoutEffect(() => {
      if (open) return;
      let leave = () => {};
      let gone = false;
      const draw = (drawing: Drawing) => {
        if (gone) return;
        leave = inTurn(() => {
          const node = drawing.drawFormula(tex, display);
          place.current?.replaceChildren(...(node ? [node] : []));
          setState(node ? "drawn" : "failed");
        });
      };
      if (loaded) draw(loaded);
      else load().then(draw, () => {});
      return () => {
        gone = true;
        leave();
      };
    }, [tex, display, open]);
    const drawn = state === "drawn" && !open;
    const source = drawn ? null : <code className="math-source">{open ? tex : raw.trim()}</code>;
    if (!display) {
      return (
        <span className="math" data-math={open ? "open" : state}>
          {source}
          <span ref={place} hidden={!drawn} />
        </span>
      );
    }
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
      <span
        className="math-display"
        data-math={open ? "open" : state}
        role="group"
        aria-label={translate("formula")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide formula scrolls, also by keyboard
        tabIndex={0}
      >
        {source}
        <span ref={place} hidden={!drawn} />
      </span>
    );
  },
  ({ math: before }, { math: after }) =>
    before.raw === after.raw && before.display === after.display && before.open === after.open,
);
