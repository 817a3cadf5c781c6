"use client";

import { Plus, X } from "lucide-react";
import { useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import {
  effortsOf,
  knowsEfforts,
  maxStopSequences,
  type NumberName,
  numberRanges,
  type ParameterNote,
  type PlannedModel,
  planParameters,
  type ReasoningEffort,
  takesParameter,
} from "@/lib/models/parameters-schema";
import type { ParameterName } from "@/lib/models/schema";
import { Button, IconButton } from "../ui/button.tsx";
import { Field, fieldClass, fieldProps, Select } from "../ui/field.tsx";
import { type FieldProblem, readForm, type SettingsForm } from "./settings-form.ts";
import { useFocusNew } from "./use-focus-new.ts";
import { usePlanText } from "./use-plan-text.ts";

type ParametersSectionProps = {
  form: SettingsForm;
  /** what stood in the fields first: a field does not vanish while it is written in */
  first: SettingsForm;
  onChange: (form: SettingsForm) => void;
  model: PlannedModel & { name: string };
  /** what is wrong with fields that were left; shown beside them */
  problems: FieldProblem[];
};

/** The parameters that the model takes, and those that are set and that it does not take. */
export function ParametersSection({ form, first, onChange, model, problems }: ParametersSectionProps) {
  const translate = useTranslations("settings");
  const text = usePlanText();
  const { parameters } = readForm(form).settings;
  const { notes } = planParameters(parameters, model);
  const filled = (name: ParameterName) => isFilled(form, name) || isFilled(first, name);
  const offered = (name: ParameterName) => takesParameter(model, name, parameters) || filled(name);
  const hintOf = (name: ParameterName) => hint(name, notes, (note) => text.note(note, model.name));
  const all = [...(Object.keys(numberRanges) as NumberName[]), "stop", "reasoningEffort"] as ParameterName[];
  const absent = all.filter((name) => !offered(name));
  return (
    <fieldset>
      <legend className="font-medium text-sm">{translate("parameters-title")}</legend>
      <p className="mt-1 text-muted text-sm">{translate("parameters-hint")}</p>
      <div className="mt-3 grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {offered("reasoningEffort") && (
          <Effort
            value={form.reasoningEffort}
            efforts={effortsOf(model.facts)}
            hint={
              hintOf("reasoningEffort") ??
              (knowsEfforts(model.facts) ? undefined : translate("efforts-unknown", { model: model.name }))
            }
            onChange={(reasoningEffort) => onChange({ ...form, reasoningEffort })}
          />
        )}
        {(Object.keys(numberRanges) as NumberName[]).filter(offered).map((name) => (
          <NumberField
            key={name}
            name={name}
            value={form.numbers[name]}
            hint={hintOf(name)}
            problem={problems.find(({ field }) => field === name)}
            onChange={(typed) => onChange({ ...form, numbers: { ...form.numbers, [name]: typed } })}
          />
        ))}
        {offered("stop") && (
          <StopSequences
            values={form.stop}
            hint={hintOf("stop")}
            problem={problems.find(({ field }) => field === "stop")}
            onChange={(stop) => onChange({ ...form, stop })}
          />
        )}
      </div>
      {absent.length > 0 && (
        <p className="mt-4 text-muted text-sm">
          {translate("not-taken", { model: model.name, names: text.list(absent) })}
        </p>
      )}
    </fieldset>
  );
}

function isFilled(form: SettingsForm, name: ParameterName): boolean {
  if (name === "stop") return form.stop.length > 0;
  return name === "reasoningEffort" ? form.reasoningEffort !== "" : form.numbers[name] !== "";
}

function hint(name: ParameterName, notes: ParameterNote[], say: (note: ParameterNote) => string): string | undefined {
  const own = notes.filter(({ parameter }) => parameter === name);
  return own.length > 0 ? own.map(say).join(" ") : undefined;
}

type NumberFieldProps = {
  name: NumberName;
  value: string;
  hint: string | undefined;
  problem: FieldProblem | undefined;
  onChange: (typed: string) => void;
};

/** A number as it is typed, and where its range is small a slider for the pointer. */
function NumberField({ name, value, hint, problem, onChange }: NumberFieldProps) {
  const translate = useTranslations("settings");
  const error = useProblemText(problem);
  const id = useId();
  const { least, most, step, whole } = numberRanges[name];
  const position = Number(value.replace(",", "."));
  return (
    <Field id={id} label={translate(`parameters.${name}`)} error={error} hint={hint ?? translate(`hints.${name}`)}>
      <div className="flex items-center gap-3">
        <input
          {...fieldProps({ id, error, hint: "hint" })}
          type="text"
          inputMode={whole ? "numeric" : "decimal"}
          autoComplete="off"
          value={value}
          placeholder={translate("default")}
          onChange={(event) => onChange(event.target.value)}
          className={fieldClass(error !== undefined, `h-10 max-md:h-11 ${whole ? "w-full" : "w-28 shrink-0"}`)}
        />
        {!whole && (
          <input
            type="range"
            aria-hidden="true"
            tabIndex={-1}
            min={least}
            max={most}
            step={step}
            value={value.trim() === "" || Number.isNaN(position) ? (least + most) / 2 : position}
            onChange={(event) => onChange(event.target.value)}
            className={`min-w-0 flex-1 accent-accent ${value.trim() === "" ? "opacity-40" : ""}`}
          />
        )}
      </div>
    </Field>
  );
}

type EffortProps = {
  value: ReasoningEffort | "";
  efforts: ReasoningEffort[];
  hint: string | undefined;
  onChange: (effort: ReasoningEffort | "") => void;
};

function Effort({ value, efforts, hint, onChange }: EffortProps) {
  const translate = useTranslations("settings");
  const id = useId();
  // one that another model knew stays to be seen
  const options = value && !efforts.includes(value) ? [...efforts, value] : efforts;
  return (
    <Field id={id} label={translate("parameters.reasoningEffort")} hint={hint ?? translate("hints.reasoningEffort")}>
      <Select
        {...fieldProps({ id, hint: "hint" })}
        value={value}
        onChange={(event) => onChange(event.target.value as ReasoningEffort | "")}
        className="w-full"
      >
        <option value="">{translate("default")}</option>
        {options.map((effort) => (
          <option key={effort} value={effort}>
            {translate(`efforts.${effort}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

type StopSequencesProps = {
  values: string[];
  hint: string | undefined;
  problem: FieldProblem | undefined;
  onChange: (values: string[]) => void;
};

function StopSequences({ values, hint, problem, onChange }: StopSequencesProps) {
  const translate = useTranslations("settings");
  const error = useProblemText(problem);
  const id = useId();
  const list = useFocusNew(values.length);
  return (
    <fieldset ref={list} aria-describedby={`${id}-note`} className="sm:col-span-2">
      <legend className="mb-1.5 font-medium text-sm">{translate("parameters.stop")}</legend>
      <div className="flex flex-wrap items-center gap-2">
        {values.map((value, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sequence has nothing but its place
          <span key={index} className="flex items-center">
            <input
              type="text"
              aria-label={translate("stop-number", { number: index + 1 })}
              aria-invalid={error ? true : undefined}
              autoComplete="off"
              spellCheck={false}
              value={value}
              onChange={(event) => onChange(values.with(index, event.target.value))}
              className={fieldClass(error !== undefined, "h-10 w-40 font-mono text-sm max-md:h-11")}
            />
            <IconButton
              aria-label={translate("remove-stop", { number: index + 1 })}
              onClick={() => onChange(values.toSpliced(index, 1))}
            >
              <X className="size-4" />
            </IconButton>
          </span>
        ))}
        {values.length < maxStopSequences && (
          <Button kind="ghost" onClick={() => onChange([...values, ""])}>
            <Plus className="size-4" />
            {translate("add-stop")}
          </Button>
        )}
      </div>
      <p id={`${id}-note`} className={`mt-1.5 text-sm ${error ? "text-danger" : "text-muted"}`}>
        {error ?? hint ?? translate("hints.stop")}
      </p>
    </fieldset>
  );
}

/** What is wrong with a field, in a sentence. */
function useProblemText(problem: FieldProblem | undefined): string | undefined {
  const translate = useTranslations("settings");
  const format = useFormatter();
  if (!problem) return undefined;
  if (problem.problem === "length") return translate("problems.length", { limit: problem.limit });
  if (problem.problem !== "range") return translate(`problems.${problem.problem}`);
  const { least, most } = problem;
  return translate("problems.range", { least: format.number(least), most: format.number(most) });
}
