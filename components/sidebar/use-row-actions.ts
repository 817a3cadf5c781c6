"use client";

import { useLayoutEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { announce } from "../ui/announcer.tsx";
import { type RowActions, rowId } from "./conversation-row.tsx";
import type { SidebarProps } from "./sidebar-props.ts";

type Hooks = {
  setRenamingId: (id: string | null) => void;
  moveFocus: (id: string | null) => void;
  neighbour: (id: string) => string | null;
};

/** The rows' actions as one object that never changes, so that rows render again only for their own news. */
export function useRowActions(props: Pick<SidebarProps, "onOpen" | "actions">, hooks: Hooks): RowActions {
  const translate = useTranslations("sidebar");
  const latest = useRef({ props, translate });
  useLayoutEffect(() => {
    latest.current = { props, translate };
  });
  // these stay the same
  const { setRenamingId, moveFocus, neighbour } = hooks;
  return useMemo(() => {
    const actions = () => latest.current.props.actions;
    const say = (word: "renamed" | "pinned" | "unpinned") => announce(latest.current.translate(word));
    return {
      open: (id) => latest.current.props.onOpen(id),
      startRename: setRenamingId,
      endRename: (id, title) => {
        setRenamingId(null);
        requestAnimationFrame(() => {
          // unless the field was left for something else
          if (document.activeElement === document.body) document.getElementById(rowId(id))?.focus();
        });
        if (title !== null)
          void actions()
            .rename(id, title)
            .then((done) => done && say("renamed"));
      },
      pin: (id, pinned) => {
        void actions()
          .pin(id, pinned)
          .then((done) => done && say(pinned ? "pinned" : "unpinned"));
        // it stands elsewhere now, and takes the focus along
        moveFocus(id);
      },
      archive: (id) => {
        moveFocus(neighbour(id));
        actions().archive(id);
      },
      remove: (conversation) => {
        moveFocus(neighbour(conversation.id));
        actions().remove(conversation);
      },
    };
  }, [setRenamingId, moveFocus, neighbour]);
}
