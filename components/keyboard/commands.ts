"use client";

import { createContext, useContext, useEffect, useRef } from "react";
import type { CommandId } from "./shortcuts.ts";

/** The commands that can be given now, each with what it does; what was registered last counts. */
export class Commands {
  readonly #handlers = new Map<CommandId, (() => void)[]>();

  /** Gives the way to take it back. */
  register(id: CommandId, handler: () => void): () => void {
    this.#handlers.set(id, [...(this.#handlers.get(id) ?? []), handler]);
    return () => {
      const others = (this.#handlers.get(id) ?? []).filter((other) => other !== handler);
      this.#handlers.set(id, others);
    };
  }

  has(id: CommandId): boolean {
    return (this.#handlers.get(id)?.length ?? 0) > 0;
  }

  /** Does it; false when it cannot be done now. */
  run(id: CommandId): boolean {
    const handler = this.#handlers.get(id)?.at(-1);
    handler?.();
    return handler !== undefined;
  }
}

/** Outside of the frame nothing listens. */
export const CommandsContext = createContext(new Commands());

/** The commands of the page. */
export function useCommands(): Commands {
  return useContext(CommandsContext);
}

/** What a command does while the component is there; null: it cannot be given now. */
export function useCommand(id: CommandId, handler: (() => void) | null): void {
  const commands = useCommands();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  const possible = handler !== null;
  useEffect(() => (possible ? commands.register(id, () => latest.current?.()) : undefined), [commands, id, possible]);
}
