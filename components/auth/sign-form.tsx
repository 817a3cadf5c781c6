"use client";

import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Locale, Theme } from "@/lib/settings/schema";
import { useErrorText } from "../error-text.ts";
import { type RequestError, requestJson } from "../http.ts";
import { Preferences } from "../sidebar/preferences.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Logo } from "../ui/logo.tsx";
import { TextField } from "../ui/text-field.tsx";
import { useHydrated } from "../use-hydrated.ts";
import { checkFields, type FieldErrors, type FieldName, fieldNames } from "./check-fields.ts";
import { useKeptFields } from "./kept-fields.ts";

type SignFormProps = {
  mode: "sign-in" | "sign-up";
  /** where to go afterwards: a path of this site */
  next: string;
  /** how the page looks and speaks */
  theme: Theme;
  locale: Locale;
};

/** The page to sign in or to make an account. */
export function SignForm({ mode, next, theme, locale }: SignFormProps) {
  const hydrated = useHydrated();
  const translate = useTranslations("auth");
  const { form, errors, failure, busy, submit, forget } = useSignForm(mode, next);
  const keepFields = useKeptFields(form);
  const errorText = useErrorText();
  const signUp = mode === "sign-up";
  const fieldError = (name: FieldName) => (errors[name] ? translate(`problems.${errors[name]}`) : undefined);
  const other = signUp ? "/sign-in" : "/sign-up";
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-5 py-10">
      <Logo className="mb-8 text-xl" />
      <div className="w-full max-w-sm rounded-2xl border border-line bg-surface p-6 shadow-sm sm:p-8">
        <h1 className="font-semibold text-xl tracking-tight">{translate(`${mode}.title`)}</h1>
        <p className="mt-1 text-pretty text-muted text-sm">{translate(`${mode}.lead`)}</p>
        {/* POST, so that a password never lands in the address should the script not run */}
        <form
          ref={form}
          method="post"
          noValidate
          onSubmit={submit}
          onInput={forget}
          className="mt-6 grid grid-cols-1 gap-4"
        >
          {failure && <Alert>{errorText(failure)}</Alert>}
          {signUp && (
            <TextField
              label={translate("name")}
              name="name"
              autoComplete="name"
              maxLength={100}
              required
              error={fieldError("name")}
            />
          )}
          <TextField
            label={translate("email")}
            name="email"
            type="email"
            inputMode="email"
            // a password manager files the pair under "username"
            autoComplete={signUp ? "email" : "username"}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            required
            error={fieldError("email")}
          />
          <PasswordField signUp={signUp} error={fieldError("password")} />
          {/* until the scripts are there the browser would send the form itself, and empty it */}
          <Button type="submit" kind="primary" busy={busy} disabled={!hydrated} className="h-11 w-full">
            {translate(`${mode}.submit`)}
          </Button>
        </form>
      </div>
      <p className="mt-6 text-muted text-sm">
        {translate(`${mode}.other`)}{" "}
        <a
          href={next === "/" ? other : `${other}?next=${encodeURIComponent(next)}`}
          className="inline-block py-2 font-medium text-accent underline underline-offset-4"
        >
          {translate(`${mode}.other-link`)}
        </a>
      </p>
      <div className="mt-6">
        <Preferences theme={theme} locale={locale} beforeReload={keepFields} />
      </div>
    </main>
  );
}

function PasswordField({ signUp, error }: { signUp: boolean; error: string | undefined }) {
  const translate = useTranslations("auth");
  const [visible, setVisible] = useState(false);
  const Icon = visible ? EyeOff : Eye;
  return (
    <TextField
      label={translate("password")}
      name="password"
      type={visible ? "text" : "password"}
      autoComplete={signUp ? "new-password" : "current-password"}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={128}
      required
      error={error}
      {...(signUp && { hint: translate("password-hint") })}
      end={
        <IconButton
          aria-label={translate(visible ? "hide-secret" : "show-secret")}
          onClick={() => setVisible(!visible)}
        >
          <Icon className="size-4.5" />
        </IconButton>
      }
    />
  );
}

function useSignForm(mode: SignFormProps["mode"], next: string) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<RequestError | null>(null);
  const [busy, setBusy] = useState(false);
  const focusField = (name: FieldName) => form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    // Read from the form, not from state: a password manager fills fields without telling React.
    const values = new FormData(event.currentTarget);
    const read = (name: FieldName) => String(values.get(name) ?? "");
    const body = { name: read("name").trim(), email: read("email").trim(), password: read("password") };
    const problems = checkFields(mode, body);
    setErrors(problems);
    setFailure(null);
    const first = fieldNames.find((name) => problems[name]);
    if (first) return focusField(first);

    setBusy(true);
    const { name, ...credentials } = body;
    const result = await requestJson(`/api/auth/${mode}/email`, {
      method: "POST",
      body: mode === "sign-up" ? { name, ...credentials } : credentials,
    });
    // Still busy on success: the page is on its way out.
    if (result.ok) return window.location.assign(next);
    setBusy(false);
    setFailure(result.error);
    focusField(result.error.code === "email_taken" ? "email" : "password");
  };
  const forget = (event: FormEvent<HTMLFormElement>) => {
    const name = (event.target as HTMLInputElement).name as FieldName;
    if (errors[name]) setErrors({ ...errors, [name]: undefined });
  };
  return { form, errors, failure, busy, submit, forget };
}
