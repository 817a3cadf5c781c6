"use client";

import { usePathname, useRouter } from "next/navigation";
import { type ComponentType, useState } from "react";
import { useTranslations } from "use-intl";
import { focusMessageBox } from "../chat/focus-message-box.ts";
import type { ChatStore } from "../chat/store/chat-store.ts";
import type { PaletteProps } from "../palette/palette.tsx";
import { PartUnreachable } from "../ui/part-unreachable.tsx";
import { usePart } from "../ui/use-part.ts";
import { opensKeyboard } from "../use-media.ts";
import { type Commands, useCommand } from "./commands.ts";
import { useShortcuts } from "./use-shortcuts.ts";

type Parts = {
  Palette: ComponentType<PaletteProps>;
  ShortcutsDialog: ComponentType<{ commands: Commands; onClose: () => void }>;
};

type KeyboardHostProps = {
  store: ChatStore;
  commands: Commands;
  /** what the address names */
  currentId: string;
  onNewChat: () => void;
  onOpenConversation: (id: string) => void;
  /** something was done that can be undone */
  canUndo: boolean;
  onToggleSidebar: () => void;
};

// not needed for the first look: loaded when the person has touched the page, or asks for it
async function loadParts(): Promise<Parts> {
  const [{ Palette }, { ShortcutsDialog }] = await Promise.all([
    import("../palette/palette.tsx"),
    import("./shortcuts-dialog.tsx"),
  ]);
  return { Palette, ShortcutsDialog };
}

/** The keys of the page, and what opens by them: the palette and the help. */
export function KeyboardHost(props: KeyboardHostProps) {
  const { store, commands, currentId } = props;
  const palette = useTranslations("palette");
  const shortcuts = useTranslations("shortcuts");
  const [open, setOpen] = useState<"palette" | "shortcuts" | null>(null);
  const { part: parts, failed, need } = usePart(loadParts);
  const show = (what: "palette" | "shortcuts") => {
    setOpen(what);
    need();
  };
  useShortcuts(commands);
  useCommand("palette", () => show("palette"));
  useCommand("shortcuts", () => show("shortcuts"));
  usePlaces(props);
  const close = () => setOpen(null);
  const chooseModel = (modelId: string) => {
    // beside the chat it is the next new one that is meant
    if (!/^\/(c\/[^/]+)?$/.test(window.location.pathname)) props.onNewChat();
    void store.choices.chooseModel(currentId, modelId);
    focusWithoutKeyboard();
  };
  if (open === null) return null;
  if (!parts) {
    const label = open === "palette" ? palette("title") : shortcuts("title");
    return failed ? <PartUnreachable label={label} onRetry={need} onClose={close} /> : null;
  }
  if (open === "shortcuts") return <parts.ShortcutsDialog commands={commands} onClose={close} />;
  return (
    <parts.Palette
      store={store}
      commands={commands}
      onOpenConversation={(id) => {
        focusWithoutKeyboard();
        props.onOpenConversation(id);
      }}
      onChooseModel={chooseModel}
      onClose={close}
    />
  );
}

/** What goes from one place of the page to another. */
function usePlaces({ store, onNewChat, canUndo, onToggleSidebar }: KeyboardHostProps): void {
  const router = useRouter();
  const pathname = usePathname();
  useCommand("new-chat", () => {
    focusWithoutKeyboard();
    onNewChat();
  });
  useCommand("models", pathname === "/models" ? null : () => router.push("/models"));
  useCommand("usage", pathname === "/usage" ? null : () => router.push("/usage"));
  useCommand("archive", pathname === "/archive" ? null : () => router.push("/archive"));
  useCommand("trash", pathname === "/trash" ? null : () => router.push("/trash"));
  useCommand("sidebar", onToggleSidebar);
  useCommand("undo", canUndo ? () => void store.notices.undoLast() : null);
}

// what was asked for has to stay in sight
function focusWithoutKeyboard(): void {
  if (!opensKeyboard()) focusMessageBox();
}
