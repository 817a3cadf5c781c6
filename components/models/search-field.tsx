import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslations } from "use-intl";

// made once: what is the same element is not rendered again with each key
const lens = (
  <Search className="pointer-events-none absolute start-3 top-3.25 size-4.5 text-muted" aria-hidden="true" />
);

/** The field in which models are searched for. It writes what is typed and nothing else: its value is not React's. */
export function SearchField({ className, ...props }: Omit<ComponentProps<"input">, "type" | "value">) {
  const translate = useTranslations("models");
  return (
    // what is typed is laid out by itself, and not the page around it
    <div className="relative h-11 contain-layout contain-size">
      {lens}
      <input
        type="search"
        aria-label={translate("search")}
        placeholder={translate("placeholder")}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        {...props}
        // without the browser's own button, a picture that is made anew with each search
        className={`h-11 w-full appearance-none rounded-xl border border-field ps-10 pe-3 focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden ${className}`}
      />
    </div>
  );
}
