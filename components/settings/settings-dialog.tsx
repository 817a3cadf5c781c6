"use client";

import { X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import {
  type ConversationSettings,
  difference,
  noSettings,
  type SettingsChange,
} from "@/lib/conversations/settings-schema";
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
import { type SettingsFields, useSettingsForm } from "./use-settings-form.ts";

type SettingsDialogProps = {
  /** false while it is out of sight and an answer of the server is awaited */
  shown: boolean;
  settings: ConversationSettings;
  modelId: string;
  listing: ModelListing | null;
  presets: PresetsState;
  presetsStore: PresetsStore;
  /** changes that were not saved when the page was left */
  kept: string | null;
  onKeep: (text: string) => void;
  /** gives why they were not taken; null when they were */
  onSave: (change: SettingsChange, modelId: string) => Promise<RequestError | null>;
  /** they were not taken, and nobody sees it here */
  onUnseenFailure: (error: RequestError) => void;
  /** goes out of sight, with all that stands in it */
  onHide: () => void;
  onClose: () => void;
};

/** How a conversation's answers are asked for. What was changed is saved, or given up, in so many words. */
export function SettingsDialog({
  shown,
  settings,
  modelId,
  listing,
  kept,
  onKeep,
  onSave,
  onUnseenFailure,
  onHide,
  onClose,
  ...rest
}: SettingsDialogProps) {
  const translate = useTranslations("settings");
  const errorText = useErrorText();
  const fields = useSettingsForm(settings, modelId, kept, onKeep);
  const [state, setState] = useState<"open" | "saving" | "leaving">("open");
  const [error, setError] = useState<RequestError | null>(null);
  const [checked, setChecked] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const seen = useRef(shown);
  useEffect(() => {
    seen.current = shown;
    return () => {
      seen.current = false;
    };
  }, [shown]);
  const { form } = fields;
  const { settings: typed, problems } = readForm(form);
  const planned = plannedModel(listing, fields.modelId);
  const texts = problems.find(({ field }) => field === "texts");

  const leave = () => {
    onKeep("");
    onClose();
  };
  const close = () => {
    // the server may take its time, and nobody has to wait for it here
    if (state === "saving") onHide();
    else if (fields.changed) setState("leaving");
    else leave();
  };
  /** Shows what is wrong; false when something is. */
  const check = (): boolean => {
    setChecked(true);
    if (problems.length === 0) return true;
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    return false;
  };
  const edit = (changed: typeof form) => {
    if (state === "leaving") setState("open");
    fields.edit(changed);
  };
  const save = async () => {
    if (!check()) return setState("open");
    setState("saving");
    setError(null);
    const sent = { form, modelId: fields.modelId, presetId: fields.presetId };
    const { first } = fields;
    // no more than was changed here: what another device has set meanwhile stays
    const model = sent.modelId === first.modelId ? modelId : sent.modelId;
    const failure = await onSave(difference(readForm(first.form).settings, typed), model);
    // what was changed meanwhile is still to be saved
    if (!failure && fields.saved(sent)) return onClose();
    setState("open");
    if (!failure) return;
    setError(failure);
    if (!seen.current) onUnseenFailure(failure);
  };
  const choosePreset = (preset: Preset | null) => {
    if (!preset) return fields.name("");
    const model = preset.modelGone ? null : preset.modelId;
    fields.replace({ form: toForm(preset.settings), modelId: model ?? fields.modelId, presetId: preset.id });
  };
  const clear = () => fields.replace({ form: toForm(noSettings), modelId: fields.modelId, presetId: "" });
  return (
    <Dialog
      open={shown}
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
        <div ref={body} className="min-h-0 flex-1 grid grid-cols-1 content-start gap-7 overflow-y-auto px-5 py-5">
          <PresetSection
            {...{ presets: rest.presets, store: rest.presetsStore, chosenId: fields.presetId, onChoose: choosePreset }}
            content={{ modelId: fields.modelId || null, settings: typed }}
            onCheck={check}
            onKept={fields.name}
          />
          <Replaced fields={fields} model={planned.name} fromBefore={kept !== null} presets={rest.presets} />
          <SystemSection
            parts={form.systemPrompt}
            invalid={checked && texts !== undefined}
            onChange={(systemPrompt) => edit({ ...form, systemPrompt })}
          />
          <ExamplesSection examples={form.examples} onChange={(examples) => edit({ ...form, examples })} />
          <ParametersSection
            {...{ form, first: fields.first.form, onChange: edit, model: planned }}
            problems={checked ? problems : []}
          />
        </div>
        {texts && (
          <Alert className="mx-5 mb-2">
            {translate("texts-too-long", { limit: "limit" in texts ? texts.limit : 0 })}
          </Alert>
        )}
        {error && <Alert className="mx-5 mb-2">{errorText(error)}</Alert>}
        <Footer
          leaving={state === "leaving"}
          saving={state === "saving"}
          changed={fields.changed}
          onClear={isSameForm(form, toForm(noSettings)) ? null : clear}
          onSave={() => void save()}
          onDiscard={leave}
        />
      </div>
    </Dialog>
  );
}

type ReplacedProps = { fields: SettingsFields; model: string; fromBefore: boolean; presets: PresetsState };

/** Says what was put into the fields as a whole, with the way back. */
function Replaced({ fields, model, fromBefore, presets }: ReplacedProps) {
  const translate = useTranslations("settings");
  const { undo, redo, presetId } = fields;
  if (!undo && !redo) return null;
  const preset = presets.list.presets.find(({ id }) => id === presetId);
  const said = () => {
    if (!undo) return translate("undone");
    if (!preset) return translate(fromBefore && !redo ? "from-before" : "replaced");
    if (preset.modelGone) return translate("applied-without-model", { model: preset.modelId ?? "" });
    return preset.modelId ? translate("applied-with-model", { model }) : translate("applied");
  };
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg bg-accent-soft px-3 py-2 text-sm">
      <p role="status" className="me-1">
        {said()}
      </p>
      {undo && <Button onClick={undo}>{translate("undo")}</Button>}
      {redo && <Button onClick={redo}>{translate("redo")}</Button>}
    </div>
  );
}

type FooterProps = {
  leaving: boolean;
  saving: boolean;
  changed: boolean;
  onClear: (() => void) | null;
  onSave: () => void;
  onDiscard: () => void;
};

function Footer({ leaving, saving, changed, onClear, onSave, onDiscard }: FooterProps) {
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
        onClear && (
          <Button kind="ghost" className="me-auto" onClick={onClear}>
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
