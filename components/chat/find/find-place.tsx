"use client";

import { useLayoutEffect } from "react";
import { useTranslations } from "use-intl";
import { PartUnreachable } from "../../ui/part-unreachable.tsx";
import { usePart } from "../../ui/use-part.ts";
import type { ChatStore } from "../store/chat-store.ts";
import type { ConversationState } from "../store/state.ts";
import type { Finding } from "./use-finding.ts";

type FindPlaceProps = {
  state: ConversationState;
  store: ChatStore;
  bar: Finding["bar"];
};

const loadFindBar = () => import("./find-bar.tsx");

/** Where the search within a conversation opens; it is loaded apart from the page. */
export function FindPlace({ state, store, bar }: FindPlaceProps) {
  const translate = useTranslations("find");
  const { part, failed, need } = usePart(loadFindBar);
  const isOpen = bar !== null;
  // before anything is painted: what is told of the last time must not come up again for a moment
  useLayoutEffect(() => {
    if (isOpen) need();
  }, [isOpen, need]);
  if (!bar) return null;
  if (failed) return <PartUnreachable label={translate("label")} onRetry={need} onClose={bar.onClose} />;
  // it has the focus as soon as it is there; before that there is nothing to show
  return part && <part.default key={`find-${state.id}`} {...{ state, store, ...bar }} />;
}
