"use client";

import { useHydrated } from "../use-hydrated.ts";
import { isMac, type Keys as KeyCombination, keyNames } from "./shortcuts.ts";

/** A combination of keys as they are labelled; nothing until it is known which keyboard it is. */
export function Keys({ keys, className = "" }: { keys: KeyCombination; className?: string }) {
  const hydrated = useHydrated();
  if (!hydrated) return null;
  return (
    <span className={`inline-flex shrink-0 gap-1 ${className}`}>
      {keyNames(keys, isMac()).map((name) => (
        <Key key={name} name={name} />
      ))}
    </span>
  );
}

/** The same as one text, for a tooltip; null until it is known which keyboard it is. */
export function useKeysText(keys: KeyCombination): string | null {
  if (!useHydrated()) return null;
  const mac = isMac();
  return keyNames(keys, mac).join(mac ? "" : "+");
}

/** One key. */
export function Key({ name }: { name: string }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line bg-surface px-1 font-sans text-muted text-xs leading-none">
      {name}
    </kbd>
  );
}
