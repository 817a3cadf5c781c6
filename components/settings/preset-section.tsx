"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { v7 as uuidv7 } from "uuid";
import { maxPresetName, type Preset, type PresetContent } from "@/lib/settings/presets-schema";
import type { PresetsState, PresetsStore } from "../chat/store/presets-store.ts";
import { useErrorText } from "../error-text.ts";
import type { RequestError } from "../http.ts";
import { isComposing } from "../keyboard/is-composing.ts";
import { Button } from "../ui/button.tsx";
import { Field, fieldClass, fieldProps, Select } from "../ui/field.tsx";

type PresetSectionProps = {
  presets: PresetsState;
  store: PresetsStore;
  /** the id of the preset that was chosen last, empty for none */
  chosenId: string;
  onChoose: (preset: Preset | null) => void;
  /** what would be kept as a preset */
  content: Omit<PresetContent, "name">;
  /** shows what is wrong with it; false when something is */
  onCheck: () => boolean;
  /** a preset was kept under this id */
  onKept: (id: string) => void;
};

/** Begin from a preset, keep what is set as one, and care for one's own. */
export function PresetSection({ presets, store, chosenId, onChoose, content, onCheck, onKept }: PresetSectionProps) {
  const translate = useTranslations("presets");
  const errorText = useErrorText();
  const id = useId();
  const select = useRef<HTMLSelectElement>(null);
  const [doing, setDoing] = useState<"nothing" | "naming" | "updating" | "deleting" | "working">("nothing");
  const [outcome, setOutcome] = useState<{ error: RequestError } | { done: string } | null>(null);
  const { presets: all, defaultPresetId } = presets.list;
  const chosen = all.find((preset) => preset.id === chosenId) ?? null;
  const own = chosen && !chosen.shipped ? chosen : null;
  const back = () => {
    setDoing("nothing");
    // the field or the buttons that had the focus are gone
    select.current?.focus();
  };
  const keep = async (name: string, newId: string) => {
    // what was typed since the name was asked for may be wrong
    if (!onCheck()) return;
    const error = await store.create(newId, { ...content, name });
    if (error) return setOutcome({ error });
    onKept(newId);
    setOutcome({ done: translate("saved", { name }) });
    back();
  };
  const update = async ({ id: presetId }: Preset, name: string) => {
    if (!onCheck()) return;
    const error = await store.change(presetId, { ...content, name });
    if (error) return setOutcome({ error });
    setOutcome({ done: translate("saved", { name }) });
    back();
  };
  const remove = async ({ id: presetId, name }: Preset) => {
    setDoing("working");
    const error = await store.remove(presetId);
    setOutcome(error ? { error } : { done: translate("deleted", { name }) });
    if (!error) onChoose(null);
    back();
  };
  // beside it a name may be typed
  const setDefault = async (presetId: string | null) => {
    const error = await store.setDefault(presetId);
    setOutcome(error && { error });
  };
  return (
    <section aria-label={translate("title")}>
      <Field id={id} label={translate("begin")} hint={presets.status === "error" ? undefined : translate("hint")}>
        <Select
          {...fieldProps({ id, hint: "hint" })}
          ref={select}
          value={chosen?.id ?? ""}
          disabled={presets.status === "loading"}
          className="w-full"
          onChange={(event) => {
            // what was begun with another one is not meant for this one
            if (doing === "updating" || doing === "deleting") setDoing("nothing");
            onChoose(all.find((preset) => preset.id === event.target.value) ?? null);
          }}
        >
          <option value="">{translate(presets.status === "loading" ? "loading" : "none")}</option>
          <Group label={translate("own")} presets={all.filter(({ shipped }) => !shipped)} defaultId={defaultPresetId} />
          <Group
            label={translate("shipped")}
            presets={all.filter(({ shipped }) => shipped)}
            defaultId={defaultPresetId}
          />
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
            onChange={(event) => void setDefault(event.target.checked ? chosen.id : null)}
          />
          {translate("default")}
        </label>
      )}
      {doing === "naming" && <NameForm initial="" onKeep={keep} onCancel={back} />}
      {doing === "updating" && own && (
        <NameForm key={own.id} initial={own.name} onKeep={(name) => update(own, name)} onCancel={back} />
      )}
      {doing === "deleting" && own && (
        <Row>
          <p role="alert" className="text-sm">
            {translate("delete-question", { name: own.name })}
          </p>
          <Button kind="danger" onClick={() => void remove(own)}>
            {translate("delete-yes")}
          </Button>
          <Cancel onCancel={back} />
        </Row>
      )}
      {(doing === "nothing" || doing === "working") && (
        <Row>
          <Button busy={doing === "working"} onClick={() => onCheck() && setDoing("naming")}>
            {translate("save-as")}
          </Button>
          {own && (
            <>
              <Button busy={doing === "working"} onClick={() => onCheck() && setDoing("updating")}>
                {translate("update", { name: own.name })}
              </Button>
              <Button
                kind="ghost"
                className="text-danger"
                busy={doing === "working"}
                onClick={() => setDoing("deleting")}
              >
                {translate("delete", { name: own.name })}
              </Button>
            </>
          )}
        </Row>
      )}
      {outcome && "error" in outcome && (
        <p role="alert" className="mt-2 text-danger text-sm">
          {errorText(outcome.error)}
        </p>
      )}
      <p role="status" className="mt-2 text-muted text-sm empty:hidden">
        {outcome && "done" in outcome ? outcome.done : ""}
      </p>
    </section>
  );
}

const Row = ({ children }: { children: ReactNode }) => (
  <div className="mt-2 flex flex-wrap items-center gap-2">{children}</div>
);

function Cancel({ onCancel }: { onCancel: () => void }) {
  const common = useTranslations("common");
  return <Button onClick={onCancel}>{common("cancel")}</Button>;
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

type NameFormProps = {
  /** the name that it has so far */
  initial: string;
  /** @param newId of what is kept under this name, if it is something new */
  onKeep: (name: string, newId: string) => Promise<void>;
  onCancel: () => void;
};

function NameForm({ initial, onKeep, onCancel }: NameFormProps) {
  const translate = useTranslations("presets");
  const [name, setName] = useState(initial);
  const [busy, setBusy] = useState(false);
  // tried again after an answer that was lost, it is the same one
  const [newId] = useState(() => uuidv7());
  // known at once: the key may be pressed again before the page shows that it is busy
  const keeping = useRef(false);
  const keep = async () => {
    if (name.trim() === "" || keeping.current) return;
    keeping.current = true;
    setBusy(true);
    await onKeep(name.trim().toWellFormed(), newId);
    keeping.current = false;
    setBusy(false);
  };
  return (
    <Row>
      <input
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field
        autoFocus
        type="text"
        aria-label={translate("name")}
        placeholder={translate("name")}
        maxLength={maxPresetName}
        value={name}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === "Enter" && !event.repeat) void keep();
          if (event.key !== "Escape") return;
          // of the field alone, not of the dialog around it
          event.preventDefault();
          onCancel();
        }}
        className={fieldClass(false, "h-10 min-w-0 flex-1 max-md:h-11")}
      />
      <Button kind="primary" busy={busy} aria-disabled={name.trim() === "" || undefined} onClick={() => void keep()}>
        {translate("save")}
      </Button>
      <Cancel onCancel={onCancel} />
    </Row>
  );
}
