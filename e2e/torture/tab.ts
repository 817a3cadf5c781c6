import { AsyncLocalStorage } from "node:async_hooks";
import type { Account } from "../support/accounts.ts";
import { PassingCookies } from "../support/passing-cookies.ts";

/** One browser: what all its tabs share. */
export type Browser = {
  account: Account;
  local: Record<string, string>;
  session: Record<string, string>;
  cookies: PassingCookies;
};

/** A browser that was never used. */
export const newBrowser = (account: Account): Browser => ({
  account,
  local: {},
  session: {},
  cookies: new PassingCookies(),
});

/** A request of a tab's, before and after; `status` is 0 when no answer came, null while none has come yet. */
export type Exchange = { method: string; path: string; body: string | null; status: number | null };

const current = new AsyncLocalStorage<Tab>();
const network = globalThis.fetch;
const frameMs = 16;

/**
 * As much of a browser's tab as the page's own code needs: a network with the person's session, storage, and the
 * events of coming back. Each tab is a load of its own; what it ran stops when it is closed.
 */
export class Tab {
  readonly browser: Browser;
  readonly window = new EventTarget();
  readonly document: EventTarget;
  /** resolves when the tab is closed */
  readonly whenClosed: Promise<void>;
  /** the instance that this tab is led to */
  base: string;
  closed = false;
  readonly #watch: (exchange: Exchange) => void;
  readonly #resolveClosed: () => void;
  #lines = new AbortController();

  constructor(browser: Browser, base: string, watch: (exchange: Exchange) => void) {
    this.browser = browser;
    this.document = Object.defineProperties(new EventTarget(), {
      visibilityState: { value: "visible" },
      cookie: { set: (line: string) => browser.cookies.set(line) },
    });
    this.base = base;
    this.#watch = watch;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.whenClosed = promise;
    this.#resolveClosed = resolve;
  }

  /** Runs the page's code in this tab: all that it starts stays in it. */
  run<T>(work: () => T): T {
    return current.run(this, work);
  }

  /** Cuts every connection of the tab, as a network does that goes away. */
  drop(): void {
    this.#lines.abort(new Error("the connection was cut"));
    this.#lines = new AbortController();
  }

  /** The person comes back to the tab. */
  comeBack(): void {
    this.run(() => this.document.dispatchEvent(new Event("visibilitychange")));
  }

  close(): void {
    if (this.closed) return;
    this.run(() => {
      for (const name of ["beforeunload", "pagehide"]) this.window.dispatchEvent(new Event(name));
    });
    this.closed = true;
    this.drop();
    this.#resolveClosed();
  }

  async fetch(path: string, { method = "GET", body = null, headers, signal }: RequestInit = {}): Promise<Response> {
    // nothing of a closed page goes on
    if (this.closed) return new Promise(() => {});
    const exchange: Exchange = { method, path, body: body as string | null, status: null };
    this.#watch(exchange);
    const { account, cookies } = this.browser;
    const sent = new Headers({
      ...(headers as Record<string, string> | undefined),
      cookie: cookies.behind(account.cookie),
      "x-forwarded-for": account.address,
      connection: "close",
      ...(method !== "GET" && { origin: this.base }),
    });
    try {
      const signals = AbortSignal.any([this.#lines.signal, ...(signal ? [signal] : [])]);
      const response = await network(new URL(path, this.base), { method, body, headers: sent, signal: signals });
      cookies.takeFrom(response);
      this.#watch({ ...exchange, status: response.status });
      return response;
    } catch (error) {
      this.#watch({ ...exchange, status: 0 });
      throw error;
    }
  }

  /** A storage of the browser's as this tab sees it: `Object.keys` gives its keys, and a closed tab writes no more. */
  storage(entries: Record<string, string>): object {
    const methods: Record<string, unknown> = {
      getItem: (key: string) => entries[key] ?? null,
      setItem: (key: string, value: string) => {
        if (!this.closed) entries[key] = value;
      },
      removeItem: (key: string) => {
        if (!this.closed) delete entries[key];
      },
    };
    return new Proxy(entries, { get: (target, key) => methods[String(key)] ?? target[String(key)] });
  }
}

/** Gives the page's code the globals of a browser: those of the tab that it runs in. */
export function installBrowser(): void {
  const inTab = (read: (tab: Tab) => unknown) => ({ configurable: true, get: () => read(tabHere()) });
  Object.defineProperties(globalThis, {
    fetch: {
      value: (input: string, init?: RequestInit) => current.getStore()?.fetch(input, init) ?? network(input, init),
    },
    localStorage: inTab((tab) => tab.storage(tab.browser.local)),
    sessionStorage: inTab((tab) => tab.storage(tab.browser.session)),
    // without locks: each page has a browser of its own, so that there are no other tabs
    navigator: { configurable: true, value: { onLine: true } },
    window: inTab(({ window }) => window),
    document: inTab(({ document }) => document),
    requestAnimationFrame: { value: (work: () => void) => setTimeout(work, frameMs) },
  });
}

function tabHere(): Tab {
  const tab = current.getStore();
  if (!tab) throw new Error("the page's code runs outside of a tab");
  return tab;
}
