import { useCallback, useRef, useState } from "react";
import { useCommand } from "../../keyboard/commands.ts";
import type { ConversationState } from "../store/state.ts";
import type { Found } from "./found.ts";

/** A search within the conversation that is shown. */
export type Finding = {
  /** begins to search, or goes back to the search that is open; undefined where there is nothing to search */
  open: (() => void) | undefined;
  /** what the open search is given; null while it is closed */
  bar: { found: Found | null; onFound: (found: Found | null) => void; onClose: () => void } | null;
  found: Found | null;
};

/** The search within the conversation that is shown: with its button or its keys. */
export function useFinding({ id, status, messages }: ConversationState): Finding {
  const [openIn, setOpenIn] = useState<string | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const before = useRef<Element | null>(null);
  const isOpen = openIn === id;
  const possible = status === "ready" && messages.length > 0;
  const open = useCallback(() => {
    const field = document.querySelector<HTMLInputElement>('input[name="find"]');
    if (field) {
      field.focus();
      field.select();
      return;
    }
    before.current = document.activeElement;
    setFound(null);
    setOpenIn(id);
  }, [id]);
  useCommand("find", possible ? open : null);
  const onClose = () => {
    setOpenIn(null);
    setFound(null);
    const back = before.current;
    const box = document.querySelector<HTMLElement>('textarea[name="message"]');
    (back instanceof HTMLElement && back.isConnected && back !== document.body ? back : box)?.focus({
      preventScroll: true,
    });
  };
  return {
    open: possible ? open : undefined,
    bar: isOpen && possible ? { found, onFound: setFound, onClose } : null,
    found: isOpen ? found : null,
  };
}
