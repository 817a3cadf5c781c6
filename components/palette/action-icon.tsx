"use client";

import {
  Archive,
  Boxes,
  ChartColumn,
  Code,
  Copy,
  Keyboard,
  Languages,
  LogOut,
  type LucideIcon,
  MessageSquareText,
  Monitor,
  Moon,
  PanelLeft,
  RefreshCw,
  Replace,
  Search,
  SlidersHorizontal,
  Square,
  SquarePen,
  Sun,
  Trash2,
  Undo2,
} from "lucide-react";
import type { CommandId } from "../keyboard/shortcuts.ts";

const icons: Record<CommandId, LucideIcon> = {
  palette: Search,
  "new-chat": SquarePen,
  "focus-message": MessageSquareText,
  stop: Square,
  regenerate: RefreshCw,
  "copy-answer": Copy,
  "copy-code": Code,
  find: Search,
  sidebar: PanelLeft,
  undo: Undo2,
  "choose-model": Replace,
  settings: SlidersHorizontal,
  models: Boxes,
  usage: ChartColumn,
  archive: Archive,
  trash: Trash2,
  "theme-light": Sun,
  "theme-dark": Moon,
  "theme-system": Monitor,
  "language-en": Languages,
  "language-zh-CN": Languages,
  shortcuts: Keyboard,
  "sign-out": LogOut,
};

/** The picture of something that can be done. */
export function ActionIcon({ id }: { id: CommandId }) {
  const Icon = icons[id];
  return <Icon className="size-4 shrink-0 text-muted" aria-hidden="true" />;
}
