"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { maxPresetName, type Preset, type PresetContent } from "@/lib/settings/presets-schema";
import type { PresetsState, PresetsStore } from "../chat/store/presets-store.ts";
import { useErrorText } from "../error-text.ts";
import type { RequestError } from "../http.ts";
import { Button } from "../ui/button.tsx";
import { Field, fieldClass, fieldProps, Select } from "../ui/field.tsx";

type PresetSectionProps = {
  presets: PresetsState;
  store: PresetsStore;
  /** the id of the preset that was chosen last, empty for none */
  chosenId: string;
  onChoose: (preset: Preset | null) => void;
  /** what would be kept as a preset; null while something in it is wrong */
  content: Omit<PresetContent, "name"> | null;
  /** a preset was kept under this id */
  onKept: (id: string) => void;
};

/** Begin from a preset, keep what is set as one, and care for one's own. */
export function PresetSection({ presets, store, chosenId, onChoose, content, onKept }: PresetSectionProps) {
  const translate = useTranslations("presets");
  const errorText = useErrorText();
  const id = useId();
  const [naming, setNaming] = useState(false);
  const [error, setError] = useState<RequestError | null>(null);
  const [busy, setBusy] = useState(false);
  const { presets: all, defaultPresetId } = presets.list;
  const chosen = all.find((preset) => preset.id === chosenId) ?? null;
  const own = all.filter(({ shipped }) => !shipped);
  const shipped = all.filter((preset) => preset.shipped);
  const work = async (task: () => Promise<RequestError | null>) => {
    setBusy(true);
    const failure = await task();
    setBusy(false);
    setError(failure);
    return failure === null;
  };
  const keep = async (name: string) => {
    if (!content) return;
    const result = await store.create({ ...content, name });
    if ("error" in result) return setError(result.error);
    setError(null);
    setNaming(false);
    onKept(result.id);
  };
  return (
    <section aria-label={translate("title")}>
      <Field id={id} label={translate("begin")} hint={presets.status === "error" ? undefined : translate("hint")}>
        <Select
          {...fieldProps({ id, hint: "hint" })}
          value={chosen?.id ?? ""}
          disabled={presets.status === "loading"}
          className="w-full"
          onChange={(event) => onChoose(all.find((preset) => preset.id === event.target.value) ?? null)}
        >
          <option value="">{translate(presets.status === "loading" ? "loading" : "none")}</option>
          <Group label={translate("own")} presets={own} defaultId={defaultPresetId} />
          <Group label={translate("shipped")} presets={shipped} defaultId={defaultPresetId} />
        </Select>
      </Field>
      {presets.status === "error" && (
        <p role="alert" className="mt-2 flex items-center gap-3 text-danger text-sm">
          {translate("failed")}
          <Button onClick={() => void store.load()}>{translate("again")}</Button>
        </p>
      )}
      {chosen && (
        <label className="mt-3 flex min-h-9 items-center gap-2.5 text-sm max-md:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={defaultPresetId === chosen.id}
            onChange={(event) => {
              const presetId = event.target.checked ? chosen.id : null;
              void work(() => store.setDefault(presetId));
            }}
          />
          {translate("default")}
        </label>
      )}
      {naming ? (
        <NameForm onKeep={keep} onCancel={() => setNaming(false)} />
      ) : (
        <div className="mt-2 flex flex-wrap gap-2">
          <Button aria-disabled={content === null || undefined} onClick={() => content && setNaming(true)}>
            {translate("save-as")}
          </Button>
          {chosen && !chosen.shipped && (
            <>
              <Button
                busy={busy}
                onClick={() => content && void work(() => store.change(chosen.id, { ...content, name: chosen.name }))}
              >
                {translate("update", { name: chosen.name })}
              </Button>
              <Button kind="ghost" className="text-danger" onClick={() => void work(() => store.remove(chosen.id))}>
                {translate("delete", { name: chosen.name })}
              </Button>
            </>
          )}
        </div>
      )}
      {error && (
        <p role="alert" className="mt-2 text-danger text-sm">
          {errorText(error)}
        </p>
      )}
    </section>
  );
}

function Group({ label, presets, defaultId }: { label: string; presets: Preset[]; defaultId: string | null }) {
  const translate = useTranslations("presets");
  if (presets.length === 0) return null;
  return (
    <optgroup label={label}>
      {presets.map(({ id, name }) => (
        <option key={id} value={id}>
          {id === defaultId ? translate("is-default", { name }) : name}
        </option>
      ))}
    </optgroup>
  );
}

function NameForm({ onKeep, onCancel }: { onKeep: (name: string) => Promise<void>; onCancel: () => void }) {
  const translate = useTranslations("presets");
  const common = useTranslations("common");
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    if (name.trim() === "") return;
    setBusy(true);
    await onKeep(name.trim().toWellFormed());
    setBusy(false);
  };
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <input
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field
        autoFocus
        type="text"
        aria-label={translate("name")}
        placeholder={translate("name")}
        maxLength={maxPresetName}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.nativeEvent.isComposing) void keep();
          if (event.key === "Escape") {
            // of the field alone, not of the dialog around it
            event.preventDefault();
            onCancel();
          }
        }}
        className={fieldClass(false, "h-10 min-w-0 flex-1 max-md:h-11")}
      />
      <Button kind="primary" busy={busy} aria-disabled={name.trim() === "" || undefined} onClick={() => void keep()}>
        {translate("save")}
      </Button>
      <Button onClick={onCancel}>{common("cancel")}</Button>
    </div>
  );
}
