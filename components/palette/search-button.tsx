"use client";

import { Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { useCommands } from "../keyboard/commands.ts";
import { Keys } from "../keyboard/keys.tsx";
import { buttonClass } from "../ui/button.tsx";

/** "Search": opens the palette, and tells its key. */
export function SearchButton({ onPress }: { onPress: () => void }) {
  const translate = useTranslations("palette");
  const commands = useCommands();
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => {
        onPress();
        commands.run("palette");
      }}
      className={buttonClass("secondary", "mt-2 w-full")}
    >
      <Search className="size-4 text-muted" aria-hidden="true" />
      <span className="flex-1 text-start font-normal text-muted">{translate("button")}</span>
      <span aria-hidden="true" className="max-md:hidden">
        <Keys keys="mod+k" />
      </span>
    </button>
  );
}
