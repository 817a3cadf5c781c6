import { Search, X } from "lucide-react";
import type { ComponentProps, RefObject } from "react";
import { useTranslations } from "use-intl";

type SearchFieldProps = Omit<ComponentProps<"input">, "ref" | "type" | "value" | "onChange"> & {
  field: RefObject<HTMLInputElement | null>;
  /** What is searched for is now something else. */
  onSearch: (query: string) => void;
};

/**
 * The field in which models are searched for. Its value is not React's: who searches for something else without it being
 * typed writes it into the field.
 */
export function SearchField({ field, onSearch, className, ...props }: SearchFieldProps) {
  const translate = useTranslations("models");
  return (
    // what is typed is laid out by itself, and not the page around it
    <div className="relative h-11 contain-layout contain-size">
      <Search className="pointer-events-none absolute start-3 top-3.25 size-4.5 text-muted" aria-hidden="true" />
      <input
        type="search"
        ref={field}
        aria-label={translate("search")}
        placeholder={translate("placeholder")}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        {...props}
        onChange={(event) => onSearch(event.target.value)}
        className={`peer h-11 w-full appearance-none rounded-xl border border-field ps-10 pe-10 focus-visible:outline-offset-0 [&::-webkit-search-cancel-button]:hidden ${className}`}
      />
      {/* As the browser's own one no stop on the way of the Tab key. That is a picture, loaded anew with each search. */}
      <button
        type="button"
        tabIndex={-1}
        aria-label={translate("clear-search")}
        // the focus stays where it is
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => {
          onSearch("");
          field.current?.focus();
        }}
        className="absolute end-1 top-1 flex size-9 items-center justify-center rounded-lg text-muted hover:text-ink peer-placeholder-shown:invisible"
      >
        <X className="size-4" />
      </button>
    </div>
  );
}
