import type { CommandId, Keys } from "../keyboard/shortcuts.ts";
import { matchModels } from "../models/match-models.ts";
import { findEntry, type ModelIndex, plain } from "../models/model-index.ts";

/** A conversation by its title. */
export type Titled = { id: string; title: string };

/** Something that can be done, in the person's language. */
export type Action = { id: CommandId; label: string; keys?: Keys | undefined };

/** What can be chosen. */
export type PaletteOption =
  | { kind: "conversation"; id: string; label: string }
  | { kind: "model"; id: string; label: string }
  | { kind: "action"; id: CommandId; label: string; keys?: Keys | undefined };

/** One line of the palette. Only options can be chosen; `position` counts them from 1. */
export type PaletteRow =
  | { kind: "group"; group: "recent" | "conversations" | "models" | "actions" }
  | (PaletteOption & { position: number });

/** What is looked through. */
export type PaletteThings = {
  /** those that are here, the last one first */
  conversations: readonly Titled[];
  /** those that the server has found for the query */
  found: readonly Titled[];
  /** null while there is no list */
  models: ModelIndex | null;
  actions: readonly Action[];
};

/** As many are shown before anything is typed. */
const recentConversations = 6;
const recentModels = 4;

/**
 * The lines for a query: every word has to be there, in any order. Without one: the last conversations, what can be
 * done, and the models that are used. An action whose name begins so comes first; else conversations do.
 */
export function matchRows(things: PaletteThings, query: string): { rows: PaletteRow[]; options: PaletteOption[] } {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const groups = words.length === 0 ? withoutQuery(things) : withQuery(things, query, words);
  const rows: PaletteRow[] = [];
  const options: PaletteOption[] = [];
  for (const { group, lines } of groups) {
    if (lines.length > 0) rows.push({ kind: "group", group });
    for (const line of lines) {
      options.push(line);
      rows.push({ ...line, position: options.length });
    }
  }
  return { rows, options };
}

type Group = { group: "recent" | "conversations" | "models" | "actions"; lines: PaletteOption[] };

const conversationLine = ({ id, title }: Titled): PaletteOption => ({ kind: "conversation", id, label: title });
const actionLine = (action: Action): PaletteOption => ({ kind: "action", ...action });

function withoutQuery({ conversations, models, actions }: PaletteThings): Group[] {
  const used = models ? [...new Set([...models.listing.recent, ...models.listing.favourites])] : [];
  const listed = used.flatMap((id) => (models && findEntry(models, id)) ?? []);
  return [
    { group: "recent", lines: conversations.slice(0, recentConversations).map(conversationLine) },
    { group: "actions", lines: actions.map(actionLine) },
    {
      group: "models",
      lines: listed.slice(0, recentModels).map(({ model }) => ({ kind: "model", id: model.id, label: model.name })),
    },
  ];
}

function withQuery({ conversations, found, models, actions }: PaletteThings, query: string, words: string[]): Group[] {
  const holds = (text: string) => words.every((word) => text.includes(word));
  const here = conversations.filter((line) => holds(searched(line)));
  const known = new Set(here.map(({ id }) => id));
  // what was found may have another title here by now
  const there = found.filter(({ id }) => !known.has(id));
  const done = actions.filter(({ label }) => holds(plain(label)));
  const rows = models ? matchModels(models, query).rows : [];
  const conversationGroup: Group = { group: "conversations", lines: [...here, ...there].map(conversationLine) };
  const actionGroup: Group = { group: "actions", lines: done.map(actionLine) };
  const modelGroup: Group = {
    group: "models",
    lines: rows.flatMap((row) => (row.kind === "option" ? [{ kind: "model", id: row.id, label: row.model.name }] : [])),
  };
  const [first = ""] = words;
  const named = done.some(({ label }) => plain(label).startsWith(first));
  return named ? [actionGroup, conversationGroup, modelGroup] : [conversationGroup, modelGroup, actionGroup];
}

// The lines of the list stay the same objects from key to key: what is searched in ten thousand is made once.
const known = new WeakMap<Titled, string>();

function searched(line: Titled): string {
  let text = known.get(line);
  if (text === undefined) {
    text = plain(line.title);
    known.set(line, text);
  }
  return text;
}
