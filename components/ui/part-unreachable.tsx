"use client";

import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { LoadFailed } from "./load-failed.tsx";

type PartUnreachableProps = { label: string; onRetry: () => void; onClose: () => void };

/** In the place of a part of the page that could not be loaded; `label` is that part's name. */
export function PartUnreachable({ label, onRetry, onClose }: PartUnreachableProps) {
  const translate = useTranslations("common");
  const body = useRef<HTMLDivElement>(null);
  // on what helps, and not on the way out
  useEffect(() => body.current?.querySelector("button")?.focus(), []);
  return (
    <Dialog open onClose={onClose} label={label} className="w-full max-w-md">
      <div className="flex items-center justify-between border-line border-b py-2 ps-5 pe-2">
        <h2 className="font-semibold">{label}</h2>
        <IconButton aria-label={translate("close")} onClick={onClose}>
          <X className="size-5" />
        </IconButton>
      </div>
      <div ref={body} className="p-4">
        <LoadFailed
          what={translate("part-failed")}
          error={navigator.onLine ? null : { code: "offline" }}
          onRetry={onRetry}
        />
      </div>
    </Dialog>
  );
}
