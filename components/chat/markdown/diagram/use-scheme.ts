import { useSyncExternalStore } from "react";

export type Scheme = "light" | "dark";

const query = "(prefers-color-scheme: dark)";

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    media.removeEventListener("change", listener);
    observer.disconnect();
  };
}

function read(): Scheme {
  const { theme } = document.documentElement.dataset;
  if (theme === "light" || theme === "dark") return theme;
  return matchMedia(query).matches ? "dark" : "light";
}

/** Which of the two themes the page is shown in. */
export function useScheme(): Scheme {
  return useSyncExternalStore(subscribe, read, () => "light");
}
