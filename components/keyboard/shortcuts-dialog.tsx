"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import type { Commands } from "./commands.ts";
import { Key, Keys } from "./keys.tsx";
import { commands as all, type CommandGroup } from "./shortcuts.ts";

const groups: CommandGroup[] = ["chat", "answer", "place", "site"];

/** All keys that do something here, from the same table as what they do. */
export function ShortcutsDialog({ commands, onClose }: { commands: Commands; onClose: () => void }) {
  const translate = useTranslations("shortcuts");
  const names = useTranslations("commands");
  // what nothing on this page can do is not told
  const known = all.filter(({ id, keys, atTimes }) => keys && (atTimes || commands.has(id)));
  return (
    <Dialog open onClose={onClose} label={translate("title")} className="max-h-[85dvh] w-full max-w-lg">
      <div className="flex max-h-[85dvh] flex-col">
        <div className="flex items-center justify-between py-3 ps-6 pe-3">
          <h2 className="font-semibold">{translate("title")}</h2>
          <IconButton aria-label={translate("close")} onClick={onClose}>
            <X className="size-5" />
          </IconButton>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll what has the focus */}
        <section className="min-h-0 overflow-y-auto px-6 pb-6" tabIndex={0} aria-label={translate("title")}>
          {groups.map((group) => {
            const lines = known.filter((command) => command.group === group);
            return (
              lines.length > 0 && (
                <section key={group} aria-labelledby={`shortcuts-${group}`} className="pb-4 last:pb-0">
                  <h3 id={`shortcuts-${group}`} className="pb-1 font-medium text-muted text-xs">
                    {translate(`groups.${group}`)}
                  </h3>
                  <dl>
                    {lines.map(({ id, keys }) => (
                      <Line key={id} name={names(id)}>
                        {keys && <Keys keys={keys} />}
                      </Line>
                    ))}
                    {group === "chat" && <FieldKeys />}
                  </dl>
                </section>
              )
            );
          })}
        </section>
      </div>
    </Dialog>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-4 border-line border-b py-1.5 text-sm last:border-0">
      <dt className="min-w-0">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The keys of the message box itself. */
function FieldKeys() {
  const translate = useTranslations("shortcuts");
  return (
    <>
      <Line name={translate("send")}>
        <Key name="Enter" />
      </Line>
      <Line name={translate("line")}>
        <span className="inline-flex gap-1">
          <Key name="Shift" />
          <Key name="Enter" />
        </span>
      </Line>
      <Line name={translate("edit-last")}>
        <Key name="↑" />
      </Line>
    </>
  );
}
