"use client";

import { SquarePen } from "lucide-react";
import { useTranslations } from "use-intl";
import { buttonClass } from "../ui/button.tsx";
import { onPlainClick } from "./plain-click.ts";

type NewChatProps = { onNewChat?: (() => void) | undefined; iconOnly?: boolean; className?: string };

/** "New chat": a real link to the start page, which can be opened in a new tab, presented as the button it looks like. */
export function NewChat({ onNewChat, iconOnly = false, className = "" }: NewChatProps) {
  const translate = useTranslations("common");
  const look = iconOnly
    ? "inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-ink max-md:size-11 print:hidden"
    : buttonClass("primary");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a link for the mouse (new tab), a button in name and keys
    <a
      href="/"
      role="button"
      title={translate("new-chat")}
      aria-label={translate("new-chat")}
      onClick={onNewChat && onPlainClick(onNewChat)}
      onKeyDown={(event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        event.currentTarget.click();
      }}
      className={`${look} ${className}`}
    >
      <SquarePen className={iconOnly ? "size-5" : "size-4"} />
      {!iconOnly && translate("new-chat")}
    </a>
  );
}
