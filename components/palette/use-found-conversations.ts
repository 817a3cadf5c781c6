"use client";

import { useEffect, useState } from "react";
import type { FoundConversation } from "@/lib/conversations/schema";
import { maxTitleQuery } from "@/lib/conversations/schema";
import { type RequestError, requestJson } from "../http.ts";

/** The server is asked when typing pauses for so long, in milliseconds. */
const pauseMs = 150;

type Found = {
  /** what was asked for when these were found */
  query: string;
  conversations: FoundConversation[];
  error: RequestError | null;
};

const nothing: Found = { query: "", conversations: [], error: null };

/** Conversations that the server finds by their titles: the page has only those at which the person has been. */
export function useFoundConversations(typed: string): Found & { searching: boolean } {
  const query = typed.trim().slice(0, maxTitleQuery);
  const [found, setFound] = useState(nothing);
  useEffect(() => {
    if (query === "") return;
    const stale = new AbortController();
    const timer = setTimeout(async () => {
      const path = `/api/conversations/search?q=${encodeURIComponent(query.toWellFormed())}`;
      const result = await requestJson<{ conversations: FoundConversation[] }>(path, { signal: stale.signal }).catch(
        () => null,
      );
      // another question was asked meanwhile
      if (!result || stale.signal.aborted) return;
      if (result.ok) setFound({ query, conversations: result.value.conversations, error: null });
      else setFound({ query, conversations: [], error: result.error });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stale.abort();
    };
  }, [query]);
  if (query === "") return { ...nothing, searching: false };
  // what was found for the beginning of the query may still be right, until there is better
  return found.query === query ? { ...found, searching: false } : { ...nothing, searching: true };
}
