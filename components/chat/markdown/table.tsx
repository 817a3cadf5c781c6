"use client";

import type { Tokens } from "marked";
import { memo, useState } from "react";
import { useTranslations } from "use-intl";
import { InlineTokens } from "./inline-tokens.tsx";

/** Rows shown at first and added at each press: laying out thousands at once would freeze the page. */
const rowsPerStep = 200;
/** A table with more columns than this is shown as its source. */
const mostColumns = 100;

/** A table that scrolls sideways in its own frame. */
export function MarkdownTable({ header, rows, raw }: Tokens.Table) {
  const translate = useTranslations("markdown");
  const [shown, setShown] = useState(rowsPerStep);
  if (header.length > mostColumns) return <p className="whitespace-pre-wrap">{raw}</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also by keyboard */}
      <section className="table-frame" aria-label={translate("table")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {header.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                <th key={index} scope="col" data-align={cell.align ?? undefined}>
                  <InlineTokens tokens={cell.tokens} />
                </th>
              ))}
            </tr>
          </thead>
          {rows.length > 0 && (
            <tbody>
              {rows.slice(0, shown).map((cells, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows only come at the end
                <Row key={index} cells={cells} source={cells.map((cell) => cell.text).join("\n")} />
              ))}
            </tbody>
          )}
        </table>
      </section>
      {rows.length > shown && (
        <button type="button" className="text-accent text-sm underline" onClick={() => setShown(shown + rowsPerStep)}>
          {translate("more-rows", { count: rows.length - shown })}
        </button>
      )}
    </>
  );
}

// Lexing makes new cells each time; their text says whether anything is new in them.
const Row = memo(
  function Row({ cells }: { cells: Tokens.TableCell[]; source: string }) {
    return (
      <tr>
        {cells.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
          <td key={index} data-align={cell.align ?? undefined}>
            <InlineTokens tokens={cell.tokens} />
          </td>
        ))}
      </tr>
    );
  },
  (before, after) => before.source === after.source && before.cells.length === after.cells.length,
);
