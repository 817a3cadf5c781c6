"use client";

import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslations } from "use-intl";
import { Button, buttonClass } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

/** Hosts that need no question any more, until the page is loaded anew. */
const trustedHosts = new Set<string>();

/** Whether an address needs no question: one on this site, a mail address, a host that was agreed to. */
export function isTrusted(address: string): boolean {
  const { origin, host, protocol } = new URL(address);
  return protocol === "mailto:" || origin === window.location.origin || trustedHosts.has(host);
}

/**
 * Asks before an answer's link leads off this site, as its text may say anything: the host stands out as the browser
 * will read it, whatever comes before an `@`, and with letters of other scripts spelt out (`xn--`).
 */
export function LeaveDialog({ address, onClose }: { address: string; onClose: () => void }) {
  const translate = useTranslations("markdown");
  const common = useTranslations("common");
  const [trust, setTrust] = useState(false);
  const open = useRef<HTMLAnchorElement>(null);
  useEffect(() => open.current?.focus(), []);
  const { host } = new URL(address);
  const authority = address.indexOf("//") + 2;
  const start = Math.max(authority, address.lastIndexOf("@", address.indexOf("/", authority)) + 1);
  // a paragraph, where the link is, can hold no dialog
  return createPortal(
    <Dialog open onClose={onClose} label={translate("leave-title")} className="w-full max-w-md">
      <div className="p-6">
        <h2 className="font-semibold text-lg">{translate("leave-title")}</h2>
        <p className="wrap-anywhere mt-2 text-muted">
          {translate.rich("leave-text", { host, strong: (text) => <strong className="text-ink">{text}</strong> })}
        </p>
        <p className="mt-4 flex items-start gap-1 rounded-lg border border-line bg-code py-1 ps-3 pe-1">
          <span className="wrap-anywhere max-h-32 min-w-0 flex-1 overflow-y-auto py-2 font-mono text-muted text-xs">
            {address.slice(0, start)}
            <strong className="text-ink">{host}</strong>
            {address.slice(start + host.length)}
          </span>
          <CopyButton label={translate("copy-address")} text={() => address} />
        </p>
        <label className="mt-4 flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={trust}
            onChange={({ target }) => setTrust(target.checked)}
            className="size-4 shrink-0 accent-accent"
          />
          <span className="wrap-anywhere">{translate("leave-trust", { host })}</span>
        </label>
        <div className="mt-6 flex justify-end gap-2">
          <Button onClick={onClose}>{common("cancel")}</Button>
          <a
            ref={open}
            href={address}
            target="_blank"
            rel="noopener noreferrer nofollow"
            referrerPolicy="no-referrer"
            className={buttonClass("primary")}
            onClick={() => {
              if (trust) trustedHosts.add(host);
              // once the browser has followed it
              setTimeout(onClose);
            }}
          >
            {translate("leave-open")}
          </a>
        </div>
      </div>
    </Dialog>,
    document.body,
  );
}
