"use client";

import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { requestJson } from "@/components/http";
import { countIn, foldText, type Match, type Matches, maxFindLength } from "@/lib/conversations/find-schema";
import type { MessageView } from "@/lib/conversations/schema";
import { isComposing } from "../../keyboard/is-composing.ts";
import { IconButton } from "../../ui/button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { ChatStore } from "../store/chat-store.ts";
import type { ConversationState } from "../store/state.ts";
import type { Found } from "./found.ts";

type FindBarProps = {
  state: ConversationState;
  store: ChatStore;
  found: Found | null;
  onFound: (found: Found | null) => void;
  onClose: () => void;
};

/**
 * Looks for a text in a whole conversation, also where it is not on the page: the page looks through what it has, the
 * server through what comes before. Begins at the end, where the person mostly is, and goes up.
 */
export default function FindBar({ state, store, found, onFound, onClose }: FindBarProps) {
  const translate = useTranslations("find");
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [fetching, setFetching] = useState(false);
  const wanted = foldText(text).trim();
  const { matches, more, status } = useMatches(state, wanted);
  const total = matches.reduce((sum, { count }) => sum + count, 0);
  const number = numberOf(matches, found);
  useEffect(() => {
    field.current?.focus();
  }, []);

  const last = matches.at(-1);
  const isLastHere = last !== undefined && state.messages.some(({ id }) => id === last.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed is looked for once, and what comes later changes no place
  useEffect(() => {
    if (wanted === "") onFound(null);
    else onFound({ wanted, at: last && isLastHere ? { messageId: last.id, place: last.count - 1 } : null });
  }, [wanted]);

  const goTo = async (next: number) => {
    const at = placeAt(matches, ((next - 1 + total) % total) + 1);
    if (!at) return;
    if (!state.messages.some(({ id }) => id === at.messageId)) {
      setFetching(true);
      const isHere = await store.earlier.load(state.id, at.messageId);
      setFetching(false);
      if (!isHere) return;
    }
    onFound({ wanted, at });
  };
  const up = () => total > 0 && void goTo(number === 0 ? total : number - 1);
  const down = () => total > 0 && void goTo(number === 0 ? 1 : number + 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && event.target === field.current) (event.shiftKey ? down : up)();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const busy = fetching || status === "loading";
  const said = () => {
    if (wanted === "") return "";
    if (status === "failed" || state.earlierStatus === "failed") return translate("failed");
    if (number > 0) return translate(more ? "place-of-more" : "place", { number, count: total });
    return busy && total === 0 ? "" : translate(more ? "count-more" : "count", { count: total });
  };
  return (
    <search
      aria-label={translate("label")}
      className="border-line border-b bg-canvas px-3 py-1.5 md:px-6 print:hidden"
      onKeyDown={onKeyDown}
    >
      <div className="mx-auto flex w-full max-w-column flex-wrap items-center gap-x-1">
        <Search className="size-4 shrink-0 text-muted" />
        <input
          ref={field}
          type="search"
          name="find"
          aria-label={translate("field")}
          placeholder={translate("field")}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={maxFindLength}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="h-9 min-w-24 flex-1 bg-transparent px-1.5 text-base outline-none md:text-sm [&::-webkit-search-cancel-button]:hidden"
        />
        {busy && <Spinner />}
        <span role="status" className="whitespace-nowrap px-1 text-muted text-xs tabular-nums">
          {said()}
        </span>
        <IconButton aria-label={translate("up")} disabled={total === 0} onClick={up}>
          <ChevronUp className="size-5" />
        </IconButton>
        <IconButton aria-label={translate("down")} disabled={total === 0} onClick={down}>
          <ChevronDown className="size-5" />
        </IconButton>
        <IconButton aria-label={translate("close")} onClick={onClose}>
          <X className="size-5" />
        </IconButton>
      </div>
    </search>
  );
}

type Searched = Matches & { status: "rest" | "loading" | "failed" };

/** After the last key the server is asked so late, in milliseconds. */
const askMs = 250;

function useMatches({ id, messages, earlier }: ConversationState, wanted: string): Searched {
  const counts = useRef({ wanted: "", known: new WeakMap<MessageView, number>() });
  const [asked, setAsked] = useState<Searched & { wanted: string }>({
    wanted: "",
    matches: [],
    more: false,
    status: "rest",
  });
  const beforeId = earlier.count > 0 ? messages[0]?.id : undefined;
  const firstId = useRef(beforeId);
  firstId.current = beforeId;
  useEffect(() => {
    const before = firstId.current;
    if (wanted === "" || before === undefined) return;
    let ended = false;
    setAsked({ wanted, matches: [], more: false, status: "loading" });
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ before, text: wanted });
      const result = await requestJson<Matches>(`/api/conversations/${id}/matches?${query}`);
      if (ended) return;
      if (result.ok) setAsked({ wanted, ...result.value, status: "rest" });
      else setAsked({ wanted, matches: [], more: false, status: "failed" });
    }, askMs);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [id, wanted]);

  if (wanted === "") return { matches: [], more: false, status: "rest" };
  if (counts.current.wanted !== wanted) counts.current = { wanted, known: new WeakMap() };
  const { known } = counts.current;
  const here: Match[] = [];
  for (const message of messages) {
    const count = known.get(message) ?? countIn(message, wanted);
    known.set(message, count);
    if (count > 0) here.push({ id: message.id, count });
  }
  if (asked.wanted !== wanted)
    return { matches: here, more: false, status: beforeId === undefined ? "rest" : "loading" };
  const ids = new Set(messages.map((message) => message.id));
  return { ...asked, matches: [...asked.matches.filter((match) => !ids.has(match.id)), ...here] };
}

/** Which of all places a person is at, from 1 on; 0 for none. */
function numberOf(matches: Match[], found: Found | null): number {
  let before = 0;
  for (const { id, count } of matches) {
    if (id === found?.at?.messageId) return before + Math.min(found.at.place, count - 1) + 1;
    before += count;
  }
  return 0;
}

function placeAt(matches: Match[], number: number): Found["at"] {
  let before = 0;
  for (const { id, count } of matches) {
    if (number <= before + count) return { messageId: id, place: number - before - 1 };
    before += count;
  }
  return null;
}
