import { useSyncExternalStore } from "react";

const key = "switchboard.wrap-code";
const listeners = new Set<() => void>();
/** what holds where the browser's storage does not */
let chosen: boolean | null = null;

function read(): boolean {
  if (chosen === null) {
    try {
      chosen = localStorage.getItem(key) === "true";
    } catch {
      chosen = false;
    }
  }
  return chosen;
}

function change(wrap: boolean): void {
  chosen = wrap;
  try {
    if (wrap) localStorage.setItem(key, "true");
    else localStorage.removeItem(key);
  } catch {
    // then it holds until the page is closed
  }
  for (const listener of listeners) listener();
}

// another tab changed it
function onStorage(event: StorageEvent): void {
  if (event.key !== key) return;
  chosen = event.newValue === "true";
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("storage", onStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("storage", onStorage);
  };
}

/** Whether long lines of code are broken; one switch for all blocks, which the browser remembers. */
export function useWrap(): [wrap: boolean, setWrap: (wrap: boolean) => void] {
  return [useSyncExternalStore(subscribe, read, () => false), change];
}
