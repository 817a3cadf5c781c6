"use client";

import { Keyboard, LogOut } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Locale, Theme } from "@/lib/settings/schema";
import { leaveKept } from "../chat/store/kept.ts";
import { useErrorText } from "../error-text.ts";
import { type RequestError, requestJson } from "../http.ts";
import { useCommand, useCommands } from "../keyboard/commands.ts";
import { Alert } from "../ui/alert.tsx";
import { IconButton } from "../ui/button.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { Preferences } from "./preferences.tsx";

type AccountProps = { user: { name: string; email: string }; theme: Theme; locale: Locale };

/** Who is signed in, how the page looks and speaks, and the way out. */
export function Account({ user, theme, locale }: AccountProps) {
  const translate = useTranslations("account");
  return (
    <section aria-label={translate("label")} className="safe-bottom grid grid-cols-1 gap-2 px-3 pt-2">
      <Preferences theme={theme} locale={locale} />
      <SignOut user={user} />
    </section>
  );
}

function SignOut({ user }: { user: AccountProps["user"] }) {
  const translate = useTranslations("account");
  const errorText = useErrorText();
  const commands = useCommands();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<RequestError | null>(null);
  const signOut = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    const result = await requestJson("/api/auth/sign-out", { method: "POST", body: {} });
    if (result.ok) {
      leaveKept();
      return window.location.assign("/sign-in");
    }
    setBusy(false);
    setError(result.error);
  };
  useCommand("sign-out", () => void signOut());
  return (
    <>
      {error && <Alert>{errorText(error)}</Alert>}
      <div className="flex items-center gap-2.5">
        <span
          aria-hidden="true"
          className="inline-flex size-9 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent text-sm uppercase"
        >
          {[...user.name.trim()][0] ?? "?"}
        </span>
        <div className="min-w-0 flex-1 text-sm leading-tight">
          <p className="truncate font-medium">{user.name}</p>
          <p className="truncate text-muted text-xs leading-5">{user.email}</p>
        </div>
        <IconButton
          aria-label={translate("shortcuts")}
          aria-haspopup="dialog"
          onClick={() => commands.run("shortcuts")}
          className="max-md:hidden"
        >
          <Keyboard className="size-4.5" />
        </IconButton>
        <IconButton aria-label={translate("sign-out")} aria-busy={busy || undefined} onClick={signOut}>
          {busy ? <Spinner /> : <LogOut className="size-4.5" />}
        </IconButton>
      </div>
    </>
  );
}
