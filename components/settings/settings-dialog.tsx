"use client";

import { X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { type ConversationSettings, noSettings } from "@/lib/conversations/settings-schema";
import type { ModelListing } from "@/lib/models/schema";
import type { Preset } from "@/lib/settings/presets-schema";
import type { PresetsState, PresetsStore } from "../chat/store/presets-store.ts";
import { useErrorText } from "../error-text.ts";
import type { RequestError } from "../http.ts";
import { Alert } from "../ui/alert.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ParametersSection } from "./parameters-section.tsx";
import { plannedModel } from "./planned-model.ts";
import { PresetSection } from "./preset-section.tsx";
import { isSameForm, readForm, toForm } from "./settings-form.ts";
import { ExamplesSection, SystemSection } from "./texts-section.tsx";

type SettingsDialogProps = {
  settings: ConversationSettings;
  modelId: string;
  listing: ModelListing | null;
  presets: PresetsState;
  presetsStore: PresetsStore;
  /** gives why they were not taken; null when they were */
  onSave: (settings: ConversationSettings, modelId: string) => Promise<RequestError | null>;
  onClose: () => void;
};

/** How a conversation's answers are asked for. What was changed is saved, or given up, in so many words. */
export function SettingsDialog({ settings, modelId, listing, onSave, onClose, ...rest }: SettingsDialogProps) {
  const translate = useTranslations("settings");
  const errorText = useErrorText();
  const [first] = useState(() => ({ form: toForm(settings), modelId }));
  const [form, setForm] = useState(first.form);
  const [model, setModel] = useState(modelId);
  const [presetId, setPresetId] = useState("");
  // what stood here before a preset was put in its place
  const [before, setBefore] = useState<{ form: typeof form; modelId: string; presetId: string } | null>(null);
  const [state, setState] = useState<"open" | "saving" | "leaving">("open");
  const [error, setError] = useState<RequestError | null>(null);
  const [checked, setChecked] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const { settings: typed, problems } = readForm(form);
  const changed = !isSameForm(form, first.form) || model !== first.modelId;
  const planned = plannedModel(listing, model);
  const texts = problems.find(({ field }) => field === "texts");

  const close = () => (changed && state !== "leaving" ? setState("leaving") : onClose());
  const save = async () => {
    setChecked(true);
    if (problems.length > 0) {
      setState("open");
      requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setState("saving");
    const failure = await onSave(typed, model);
    if (!failure) return onClose();
    setError(failure);
    setState("open");
  };
  const choosePreset = (preset: Preset | null) => {
    setPresetId(preset?.id ?? "");
    if (!preset) return;
    setBefore({ form, modelId: model, presetId });
    setForm(toForm(preset.settings));
    setModel(preset.modelId ?? model);
  };
  const undo = () => {
    if (!before) return;
    setForm(before.form);
    setModel(before.modelId);
    setPresetId(before.presetId);
    setBefore(null);
  };
  return (
    <Dialog
      open
      onClose={close}
      label={translate("title")}
      shape="sheet"
      className="h-[min(52rem,90dvh)] w-full max-w-2xl"
    >
      <div className="flex h-full flex-col">
        <div className="safe-top border-line border-b">
          <div className="flex items-center justify-between py-2 ps-5 pe-2 md:py-3 md:pe-3">
            <h2 className="font-semibold">{translate("title")}</h2>
            <IconButton aria-label={translate("close")} onClick={close}>
              <X className="size-5" />
            </IconButton>
          </div>
        </div>
        <div ref={body} className="min-h-0 flex-1 space-y-7 overflow-y-auto px-5 py-5">
          <PresetSection
            {...{ presets: rest.presets, store: rest.presetsStore, chosenId: presetId, onChoose: choosePreset }}
            content={problems.length > 0 ? null : { modelId: model === "" ? null : model, settings: typed }}
            onKept={setPresetId}
          />
          {before && (
            <p role="status" className="flex flex-wrap items-center gap-3 rounded-lg bg-accent-soft px-3 py-2 text-sm">
              {model === before.modelId
                ? translate("applied")
                : translate("applied-with-model", { model: planned.name })}
              <Button onClick={undo}>{translate("undo")}</Button>
            </p>
          )}
          {texts && <Alert>{translate("texts-too-long", { limit: "limit" in texts ? texts.limit : 0 })}</Alert>}
          <SystemSection parts={form.systemPrompt} onChange={(systemPrompt) => setForm({ ...form, systemPrompt })} />
          <ExamplesSection examples={form.examples} onChange={(examples) => setForm({ ...form, examples })} />
          <ParametersSection form={form} onChange={setForm} model={planned} problems={checked ? problems : []} />
        </div>
        {error && <Alert className="mx-5 mb-2">{errorText(error)}</Alert>}
        <Footer
          leaving={state === "leaving"}
          saving={state === "saving"}
          changed={changed}
          onReset={isSameForm(form, toForm(noSettings)) ? null : () => setForm(toForm(noSettings))}
          onSave={() => void save()}
          onDiscard={onClose}
        />
      </div>
    </Dialog>
  );
}

type FooterProps = {
  leaving: boolean;
  saving: boolean;
  changed: boolean;
  onReset: (() => void) | null;
  onSave: () => void;
  onDiscard: () => void;
};

function Footer({ leaving, saving, changed, onReset, onSave, onDiscard }: FooterProps) {
  const translate = useTranslations("settings");
  const question = useId();
  return (
    <div className="safe-bottom flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 pt-3">
      {leaving ? (
        <>
          <p id={question} role="alert" className="me-auto text-sm">
            {translate("unsaved")}
          </p>
          <Button aria-describedby={question} onClick={onDiscard}>
            {translate("discard")}
          </Button>
        </>
      ) : (
        onReset && (
          <Button kind="ghost" className="me-auto" onClick={onReset}>
            {translate("reset")}
          </Button>
        )
      )}
      <Button kind="primary" busy={saving} onClick={changed ? onSave : onDiscard}>
        {translate(changed ? "save" : "done")}
      </Button>
    </div>
  );
}
