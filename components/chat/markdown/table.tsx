"use client";

import type { Tokens } from "marked";
import { memo, useContext, useState } from "react";
import { useTranslations } from "use-intl";
import { passingFocus } from "../../ui/keep-focus.ts";
import { Printing } from "../printing.ts";
import { meansTheSame } from "./defined.ts";
import { decodeEntities } from "./entities.ts";
import { InlineTokens } from "./inline-tokens.tsx";

/** Rows shown at first and added at each press: laying out thousands at once would freeze the page. */
const rowsPerStep = 200;
/** A table with more columns than this is shown as its source. */
const mostColumns = 100;

type TableProps = {
  table: Tokens.Table;
  /** more text may come to its last row */
  open: boolean;
  /** what the answer's definitions say, see {@link meansTheSame} */
  defined: string;
};

/** A table that scrolls sideways in its own frame. */
export function MarkdownTable({ table: { header, rows, raw }, open, defined }: TableProps) {
  const translate = useTranslations("markdown");
  const [asked, setAsked] = useState(rowsPerStep);
  const shown = useContext(Printing) ? rows.length : asked;
  if (header.length > mostColumns) return <p className="whitespace-pre-wrap">{raw}</p>;
  return (
    <>
      {/* a group and no region: an answer may have any number of tables, and they are no landmarks of the page */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also by keyboard */}
      <section role="group" className="table-frame" aria-label={translate("table")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {header.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                <HeaderCell key={index} cell={cell} />
              ))}
            </tr>
          </thead>
          {rows.length > 0 && (
            <tbody>
              {rows.slice(0, shown).map((cells, index) => (
                <Row
                  // biome-ignore lint/suspicious/noArrayIndexKey: rows only come at the end
                  key={index}
                  cells={cells}
                  source={cells.map((cell) => cell.text).join("\n")}
                  open={open && index === rows.length - 1}
                  defined={defined}
                />
              ))}
            </tbody>
          )}
        </table>
      </section>
      {rows.length > shown && (
        <button
          type="button"
          className="text-accent text-sm underline print:hidden"
          ref={passingFocus}
          onClick={() => setAsked(asked + rowsPerStep)}
        >
          {translate("more-rows", { count: rows.length - shown })}
        </button>
      )}
    </>
  );
}

// One without a text, as in the corner of many tables, is the header of nothing.
function HeaderCell({ cell }: { cell: Tokens.TableCell }) {
  const align = cell.align ?? undefined;
  if (decodeEntities(cell.text).trim() === "") return <td data-align={align} />;
  return (
    <th scope="col" data-align={align}>
      <InlineTokens tokens={cell.tokens} />
    </th>
  );
}

type RowProps = { cells: Tokens.TableCell[]; source: string; open: boolean; defined: string };

// Lexing makes new cells each time; their text says whether anything is new in them, but for the last row: what its end
// has begun is shown as if it were finished.
const Row = memo(
  function Row({ cells }: RowProps) {
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
  (before, after) =>
    !before.open && !after.open && before.cells.length === after.cells.length && meansTheSame(before, after),
);
