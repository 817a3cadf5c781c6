/** Under this prefix lies everything that the page keeps in the browser. */
const prefix = "switchboard.";
/** What nobody came back for is thrown away after this time. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

/** One thing as it is stored: whose it is, and when it was put there, in milliseconds since 1970. */
type Entry<Value> = { owner: string; at: number; value: Value };

/**
 * Things of one kind that are kept in the browser's storage, one entry each, so that two tabs do not overwrite each
 * other's. Another person in the same browser never sees them. Without storage (blocked, full) it keeps nothing and
 * says so; nothing else breaks.
 */
export class Kept<Value> {
  readonly #prefix: string;
  readonly #owner: string;
  readonly #onOutcome: (kept: boolean) => void;

  /** @param onOutcome told after each attempt to keep something, whether it could be */
  constructor(kind: string, owner: string, onOutcome: (kept: boolean) => void) {
    this.#prefix = `${prefix}${kind}.`;
    this.#owner = owner;
    this.#onOutcome = onOutcome;
  }

  /** Everything of this owner's, by id. */
  all(): Map<string, Value> {
    const found = new Map<string, Value>();
    for (const key of keys(this.#prefix)) {
      const entry = read<Value>(key);
      if (isOld(entry)) remove(key);
      else if (entry?.owner === this.#owner) found.set(key.slice(this.#prefix.length), entry.value);
    }
    return found;
  }

  get(id: string): Value | null {
    const entry = read<Value>(this.#prefix + id);
    if (entry?.owner !== this.#owner) return null;
    if (!isOld(entry)) return entry.value;
    this.delete(id);
    return null;
  }

  /** Whether it could be kept. */
  put(id: string, value: Value): boolean {
    if (left) return true;
    const entry: Entry<Value> = { owner: this.#owner, at: Date.now(), value };
    let kept = true;
    try {
      localStorage.setItem(this.#prefix + id, JSON.stringify(entry));
    } catch {
      kept = false;
      // an older text in its place would come back as if it were this one
      remove(this.#prefix + id);
    }
    this.#onOutcome(kept);
    return kept;
  }

  delete(id: string): void {
    remove(this.#prefix + id);
  }

  /** Whether a `storage` event of another tab is about things of this kind; without a key everything was cleared. */
  isAbout({ key }: StorageEvent): boolean {
    return key === null || key.startsWith(this.#prefix);
  }
}

/** A person leaves this browser: everything is forgotten, and what the page still does leaves nothing behind. */
export function leaveKept(): void {
  left = true;
  clearKept();
}

let left = false;

/** Forgets everything. */
export function clearKept(): void {
  for (const key of keys(prefix)) remove(key);
}

/** Throws away what nobody came back for in time, of whatever kind and whomever it is. */
export function sweepKept(): void {
  for (const key of keys(prefix)) if (isOld(read(key))) remove(key);
}

// what is stored under the prefix may be something else, and has no time then
function isOld(entry: Entry<unknown> | null): boolean {
  return typeof entry?.at === "number" && entry.at < Date.now() - keptMs;
}

function keys(beginning: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(beginning));
  } catch {
    return [];
  }
}

function read<Value>(key: string): Entry<Value> | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Entry<Value> | null;
  } catch {
    return null;
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // what cannot be reached holds nothing
  }
}
