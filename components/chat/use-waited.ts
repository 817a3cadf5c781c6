import { useEffect, useState } from "react";
import type { ConversationState } from "./store/state.ts";

/** The turns that have waited here so far, and were not sent by a press. */
export function useWaited(waiting: ConversationState["waiting"]): Set<string> {
  const [waited] = useState(() => new Set<string>());
  useEffect(() => {
    for (const { turnId } of waiting) waited.add(turnId);
  }, [waiting, waited]);
  return waited;
}
