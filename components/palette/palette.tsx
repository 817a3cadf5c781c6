"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import { useTranslations } from "use-intl";
import type { ChatStore } from "../chat/store/chat-store.ts";
import { useErrorText } from "../error-text.ts";
import type { Commands } from "../keyboard/commands.ts";
import { isComposing } from "../keyboard/is-composing.ts";
import { optionAt } from "../keyboard/option-keys.ts";
import { commands as all, isMac, isPressed } from "../keyboard/shortcuts.ts";
import { indexModels } from "../models/model-index.ts";
import { Announcer } from "../ui/announcer.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { type Action, matchRows, type PaletteOption } from "./match-rows.ts";
import { optionId, PaletteRows } from "./palette-rows.tsx";
import { useFoundConversations } from "./use-found-conversations.ts";

export type PaletteProps = {
  store: ChatStore;
  commands: Commands;
  onOpenConversation: (id: string) => void;
  onChooseModel: (id: string) => void;
  onClose: () => void;
};

/** One field over conversations, models and all that can be done: the focus stays in it, the arrows move through the list. */
export function Palette({ store, commands, onOpenConversation, onChooseModel, onClose }: PaletteProps) {
  const translate = useTranslations("palette");
  const errorText = useErrorText();
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const [query, setQuery] = useState("");
  const things = useThings(store, commands);
  const { conversations: found, searching, error } = useFoundConversations(query);
  const { rows, options } = useMemo(() => matchRows({ ...things, found }, query), [things, found, query]);
  // an option stays the active one when others come before it
  const [moved, setMoved] = useState<{ query: string; option: string } | null>(null);
  const at = moved?.query === query ? options.findIndex((option) => keyOf(option) === moved.option) : 0;
  const active = Math.max(0, at);

  const choose = (option: PaletteOption) => {
    // the focus is back where it was before anything else moves it
    flushSync(onClose);
    if (option.kind === "conversation") onOpenConversation(option.id);
    else if (option.kind === "model") onChooseModel(option.id);
    else commands.run(option.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const target = options[optionAt(event, active, options.length, false) ?? -1];
    const chosen = options[active];
    if (isPressed("mod+k", event.nativeEvent, isMac())) onClose();
    else if (target) setMoved({ query, option: keyOf(target) });
    else if (event.key === "Enter" && chosen) choose(chosen);
    else if (event.key !== "Enter") return;
    event.preventDefault();
  };
  const isEmpty = options.length === 0 && !searching;
  return (
    <Dialog
      open
      onClose={onClose}
      label={translate("title")}
      shape="sheet"
      className="h-[min(34rem,80dvh)] w-full max-w-xl"
    >
      <div className="flex h-full flex-col">
        <div className="safe-top relative flex items-center">
          <Search className="pointer-events-none absolute start-5 size-4.5 text-muted" aria-hidden="true" />
          <input
            ref={field}
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-label={translate("field")}
            placeholder={translate("placeholder")}
            aria-controls={listId}
            aria-activedescendant={options.length > 0 ? optionId(listId, active) : undefined}
            aria-autocomplete="list"
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="go"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onKeyDown}
            className="h-14 w-full min-w-0 bg-transparent ps-12 pe-2 outline-none"
          />
          <span className="inline-flex size-9 shrink-0 items-center justify-center text-muted">
            {searching && <Spinner className="size-4" />}
          </span>
          <button
            type="button"
            onClick={onClose}
            className="me-3 min-h-9 shrink-0 whitespace-nowrap rounded-lg px-2.5 text-muted text-sm hover:bg-hover hover:text-ink max-md:min-h-11"
          >
            {translate("close")}
          </button>
        </div>
        <Announcer message={searching ? "" : translate("count", { count: options.length })} />
        {error && (
          <p role="status" className="text-pretty border-line border-t px-5 py-2.5 text-muted text-sm">
            {error.code === "offline" ? translate("offline") : errorText(error)}
          </p>
        )}
        {isEmpty && <p className="border-line border-t px-5 py-4 text-muted text-sm">{translate("empty")}</p>}
        <PaletteRows {...{ id: listId, rows, options: options.length, active, query }} onChoose={choose} />
      </div>
    </Dialog>
  );
}

const keyOf = ({ kind, id }: PaletteOption) => `${kind} ${id}`;

/** What there is to choose from, apart from what the server finds. */
function useThings(store: ChatStore, commands: Commands) {
  const translate = useTranslations("commands");
  const list = useSyncExternalStore(store.subscribe, () => store.list.state);
  const { listing } = useSyncExternalStore(store.subscribe, () => store.models.state);
  // what can be done is asked once: the palette itself changes nothing of it
  const [possible] = useState(() => all.filter(({ id, keyOnly }) => !keyOnly && commands.has(id)));
  return useMemo(() => {
    const actions = possible.map<Action>(({ id, keys }) => ({ id, label: translate(id), keys }));
    return { conversations: list.conversations, models: listing && indexModels(listing), actions };
  }, [list.conversations, listing, possible, translate]);
}
