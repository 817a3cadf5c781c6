import type { Run } from "../code-segments.ts";

// highlight.js tells forty kinds of things apart; these are the colours that they share (`.code-block` in globals.css)
const kinds: Record<string, string> = {
  keyword: "keyword",
  "selector-tag": "keyword",
  name: "keyword",
  tag: "keyword",
  strong: "title",
  section: "title",
  title: "title",
  "title function_": "title",
  "title class_": "type",
  type: "type",
  built_in: "type",
  "selector-class": "type",
  "selector-id": "type",
  "selector-pseudo": "meta",
  "selector-attr": "attribute",
  string: "string",
  regexp: "string",
  char: "string",
  link: "string",
  code: "string",
  number: "number",
  literal: "number",
  symbol: "number",
  bullet: "number",
  comment: "comment",
  quote: "comment",
  attr: "attribute",
  attribute: "attribute",
  property: "attribute",
  variable: "attribute",
  "template-variable": "attribute",
  "variable language_": "keyword",
  "variable constant_": "number",
  meta: "meta",
  "meta prompt": "comment",
  doctag: "meta",
  addition: "addition",
  deletion: "deletion",
  subst: "plain",
};

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" };

/** What highlight.js writes (spans with classes around escaped text, and nothing else) as a flat list of runs. */
export function readRuns(html: string): Run[] {
  const runs: Run[] = [];
  const open: (string | null)[] = [null];
  for (const [piece, names] of html.matchAll(/<span class="([^"]*)">|<\/span>|[^<]+/g)) {
    if (names !== undefined) {
      open.push(kindOf(names) ?? open.at(-1) ?? null);
    } else if (piece === "</span>") {
      open.pop();
    } else {
      const text = piece.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity);
      const kind = open.at(-1) ?? null;
      runs.push({ kind: kind === "plain" ? null : kind, text });
    }
  }
  return runs;
}

function kindOf(names: string): string | undefined {
  const name = names.replace(/^hljs-/, "");
  return kinds[name] ?? kinds[name.split(" ", 1)[0] ?? ""];
}
