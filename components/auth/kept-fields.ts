import { type RefObject, useEffect } from "react";

/** Under it lies what was typed, in the tab's own storage, while the page comes again in another language. */
const place = "sign-form";
/** What of it: a password is written down nowhere. */
const kept = ["name", "email"] as const;

/** Keeps what is typed in a form over the page's next load; gives the function to call before it. */
export function useKeptFields(form: RefObject<HTMLFormElement | null>): () => void {
  useEffect(() => {
    const stored = read();
    for (const name of kept) {
      const field = form.current?.querySelector<HTMLInputElement>(`[name=${name}]`);
      if (field && field.value === "") field.value = stored[name] ?? "";
    }
  }, [form]);
  return () => {
    const values = new FormData(form.current ?? undefined);
    const typed = Object.fromEntries(kept.map((name) => [name, values.get(name) ?? ""]));
    try {
      sessionStorage.setItem(place, JSON.stringify(typed));
    } catch {
      // a browser may have no storage: then it is typed again
    }
  };
}

function read(): Partial<Record<(typeof kept)[number], string>> {
  try {
    const stored = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
    return JSON.parse(stored ?? "{}");
  } catch {
    return {};
  }
}
