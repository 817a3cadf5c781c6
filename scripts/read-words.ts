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
/** Properties of elements that are. */
const shownProperties = new Set([
  ...["alt", "ariaDescription", "ariaLabel", "innerText", "placeholder", "textContent", "title"],
]);
/** Methods of elements that put texts into the page. */
const adding = new Set(["after", "append", "before", "prepend", "replaceChildren", "replaceWith"]);
/** What has a method called `append` as well: for a name and a value. */
const holdsPairs = /(?:data|form|headers|params|query)$/i;

const hasLetters = (text: string) => /\p{L}/u.test(text);
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

type Node = {
  type: string;
  start: number;
  value?: unknown;
  name?: string;
  expression?: Node;
  quasis?: { value: { cooked?: string | null } }[];
};
type Conditional = Node & { consequent: Node; alternate: Node; left: Node; right: Node };
type Member = Node & { object: Node; property: Node };
type Call = Node & { callee: Node; arguments: Node[] };
type Declaration = Node & { kind?: string; declarations?: { id: Node; init: Node | null }[]; declaration?: Node };
type Statement = Node & { argument?: Node | null; body?: Node | Node[]; consequent?: Node; alternate?: Node | null };

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

/** The name of a called function or method. */
const calledName = ({ callee }: Call): string =>
  (callee.type === "MemberExpression" ? (callee as Member).property.name : callee.name) ?? "";

/** Whether something is appended to an address, a form or headers: `params.append("name", value)`. */
function isPair({ callee, arguments: given }: Call): boolean {
  const { object } = callee as Member;
  const holder = object.type === "MemberExpression" ? (object as Member).property : object;
  return given.length === 2 && (holdsPairs.test(holder.name ?? "") || /^[a-z][\w-]*$/.test(textOf(given[0]) ?? ""));
}

/** The values of a module's constants, by their names. */
function constantsOf(body: readonly Node[]): Map<string, Node> {
  const constants = new Map<string, Node>();
  for (const statement of body as Declaration[]) {
    const { kind, declarations = [] } = (statement.declaration ?? statement) as Declaration;
    if (kind !== "const") continue;
    for (const { id, init } of declarations) if (id.name && init) constants.set(id.name, init);
  }
  return constants;
}

/** What a function gives back, at any of its ends. */
function* resultsOf(node: Node | null | undefined): Generator<Node> {
  if (!node) return;
  const { type, argument, body, consequent, alternate } = node as Statement;
  if (type === "ReturnStatement" && argument) yield argument;
  else if (type === "BlockStatement") for (const statement of body as Node[]) yield* resultsOf(statement);
  else if (type === "IfStatement") for (const branch of [consequent, alternate]) yield* resultsOf(branch);
  else if (type === "ArrowFunctionExpression" || type === "FunctionExpression") {
    if ((body as Node).type === "BlockStatement") yield* resultsOf(body as Node);
    else yield body as Node;
  }
}

/** Reads one source file, or what is said to be in it. @throws when it does not parse */
export function readWords(file: string, source = readFileSync(file, "utf8")): WordsOf {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const words: WordsOf = { fixed: [], head: [], groups: new Set(), literals: new Set(), patterns: [] };
  const constants = constantsOf(program.body as Node[]);
  const noted = new Set<string>();
  const note = (node: Node, text: string, among = words.fixed) => {
    const where = `${node.start} ${among === words.head}`;
    if (!hasLetters(text) || noted.has(where)) return;
    noted.add(where);
    among.push({ line: source.slice(0, node.start).split("\n").length, text: text.trim() });
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
    if (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression") noteShown(node.expression, among);
    if (node.type === "ArrayExpression")
      for (const element of (node as Node & { elements: (Node | null)[] }).elements)
        noteShown(element ?? undefined, among);
    if (node.type === "Identifier") {
      const value = constants.get(node.name ?? "");
      // not for ever, where they stand for each other
      constants.delete(node.name ?? "");
      noteShown(value, among);
      if (value) constants.set(node.name ?? "", value);
    }
    if (node.type === "CallExpression" && /^(?:flatMap|map)$/.test(calledName(node as Call)))
      for (const result of resultsOf((node as Call).arguments[0])) noteShown(result, among);
  };
  // what a call writes into the page: `setText(element, text)`, `element.setAttribute(name, text)`, `element.append(text)`
  const noteWritten = (call: Call) => {
    const { callee, arguments: given } = call;
    const [first, second, third] = given;
    const name = calledName(call);
    const isMethod = callee.type === "MemberExpression";
    if (!isMethod && name === "setText") noteShown(second);
    if (!isMethod && name === "setAttribute" && spoken.has(textOf(second) ?? "")) noteShown(third);
    if (isMethod && /^(?:set)?attribute$/i.test(name) && spoken.has(textOf(first) ?? "")) noteShown(second);
    if (!isMethod && name === "element") for (const child of given.slice(2)) noteShown(child);
    if (name === "createTextNode") noteShown(first);
    if (!isMethod || !adding.has(name) || isPair(call)) return;
    for (const child of given) noteShown(child);
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
    AssignmentExpression(node) {
      const left = node.left as unknown as Member;
      if (left.type === "MemberExpression" && shownProperties.has(left.property.name ?? ""))
        noteShown(node.right as Node);
    },
    CallExpression(node) {
      noteWritten(node as unknown as Call);
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
