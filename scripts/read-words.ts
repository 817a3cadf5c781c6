import { readFileSync } from "node:fs";
import { parseSync, Visitor } from "oxc-parser";

/** Messages as they lie in messages/*.json: texts, in groups of groups. */
export type MessageTree = { [key: string]: string | MessageTree };

/** What one file says: texts that it shows without asking for them, and what it may ask for. */
export type WordsOf = {
  /** visible text that is written in the code, with its line */
  fixed: { line: number; text: string }[];
  /** the same in properties called `title` and `description`, which in app/ are what the head of a page is made of */
  head: { line: number; text: string }[];
  /** groups of messages that it asks for, by their names; "" when it asks for whole keys */
  groups: Set<string>;
  /** strings that may be a key, or the end of one */
  literals: Set<string>;
  /** keys that are put together: `problems.${name}` */
  patterns: RegExp[];
};

/** Attributes that are shown or read out. */
const spoken = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-placeholder",
  "aria-roledescription",
  "aria-valuetext",
  "label",
  "placeholder",
  "title",
]);

const hasLetters = (text: string) => /\p{L}/u.test(text);
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

type Node = {
  type: string;
  start: number;
  value?: unknown;
  expression?: Node;
  quasis?: { value: { cooked?: string | null } }[];
};
type Conditional = Node & { consequent: Node; alternate: Node; left: Node; right: Node };

const textOf = (node: unknown): string | null => {
  const { value } = (node ?? {}) as { value?: unknown };
  return typeof value === "string" ? value : null;
};

/** All messages with their whole keys, `group.name`. */
export function flatten(tree: MessageTree, prefix = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    const key = prefix + name;
    if (typeof value === "string") all.set(key, value);
    else for (const [inner, text] of flatten(value, `${key}.`)) all.set(inner, text);
  }
  return all;
}

/** Reads one source file. @throws when it does not parse */
export function readWords(file: string): WordsOf {
  const source = readFileSync(file, "utf8");
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const words: WordsOf = { fixed: [], head: [], groups: new Set(), literals: new Set(), patterns: [] };
  const note = (node: Node, text: string, among = words.fixed) => {
    if (hasLetters(text)) among.push({ line: source.slice(0, node.start).split("\n").length, text: text.trim() });
  };
  // what an expression shows as it stands, whichever way it turns out
  const noteShown = (node: Node | undefined, among = words.fixed): void => {
    if (!node) return;
    if (node.type === "Literal" && typeof node.value === "string") note(node, node.value, among);
    if (node.type === "TemplateLiteral")
      note(node, (node.quasis ?? []).map(({ value }) => value.cooked).join(""), among);
    const { consequent, alternate, left, right } = node as Conditional;
    if (node.type === "ConditionalExpression") for (const branch of [consequent, alternate]) noteShown(branch, among);
    if (node.type === "LogicalExpression") for (const side of [left, right]) noteShown(side, among);
  };
  new Visitor({
    JSXText(node) {
      note(node, node.value);
    },
    JSXAttribute(node) {
      if (node.name.type !== "JSXIdentifier" || !spoken.has(node.name.name)) return;
      const value = node.value as Node | null;
      noteShown(value?.type === "JSXExpressionContainer" ? value.expression : (value ?? undefined));
    },
    JSXElement(node) {
      for (const child of node.children as Node[])
        if (child.type === "JSXExpressionContainer") noteShown(child.expression);
    },
    JSXFragment(node) {
      for (const child of node.children as Node[])
        if (child.type === "JSXExpressionContainer") noteShown(child.expression);
    },
    Literal(node) {
      if (typeof node.value === "string") words.literals.add(node.value);
    },
    CallExpression(node) {
      const name = node.callee.type === "Identifier" ? node.callee.name : "";
      if (name === "useTranslations") words.groups.add(textOf(node.arguments[0]) ?? "");
      // with a `namespace` among what it is given, which is seen below
      if (name === "createTranslator" && !source.slice(node.start, node.end).includes("namespace"))
        words.groups.add("");
    },
    Property(node) {
      const { key, value } = node as unknown as { key: Node & { name?: string }; value: Node };
      if (key.name === "namespace") words.groups.add(textOf(value) ?? "");
      if (key.name === "title" || key.name === "description") noteShown(value, words.head);
    },
    TemplateLiteral(node) {
      const parts = node.quasis.map(({ value }) => escaped(value.raw));
      if (parts.length > 1 && parts.join("") !== "") words.patterns.push(new RegExp(`^${parts.join("[^.]+")}$`));
    },
  }).visit(program);
  return words;
}

/**
 * The names of a message's arguments, in the order of the alphabet. Reads ICU's format: `{name}`, `{name, number}` and
 * `{name, plural, one {…} other {…}}`, whose branches are messages themselves.
 */
export function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  let at = 0;
  const word = () => {
    const [text = ""] = /^[^\s,{}]*/.exec(message.slice(at)) ?? [];
    at += text.length;
    return text;
  };
  const skip = (what: RegExp) => {
    at += (what.exec(message.slice(at))?.[0] ?? "").length;
  };
  const text = (): void => {
    while (at < message.length && message[at] !== "}") {
      if (message[at] === "{") argument();
      else at += 1;
    }
  };
  const argument = (): void => {
    skip(/^\{\s*/);
    found.add(word());
    skip(/^\s*,?\s*/);
    word();
    skip(/^\s*,?\s*/);
    while (at < message.length && message[at] !== "}") {
      word();
      skip(/^\s*/);
      if (message[at] !== "{") continue;
      at += 1;
      text();
      skip(/^\}\s*/);
    }
    at += 1;
  };
  text();
  return [...found].sort();
}
