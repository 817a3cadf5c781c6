"use client";

import { Plus, Trash2 } from "lucide-react";
import { useId, useRef } from "react";
import { useTranslations } from "use-intl";
import { type Example, maxExamples, maxSystemParts } from "@/lib/conversations/settings-schema";
import { useAutoHeight } from "../chat/text-area.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { fieldClass, Select } from "../ui/field.tsx";
import { useFocusNew } from "./use-focus-new.ts";

type SystemSectionProps = { parts: string[]; invalid: boolean; onChange: (parts: string[]) => void };

/** The system prompt: mostly one text; each further one goes as a message of its own. */
export function SystemSection({ parts, invalid, onChange }: SystemSectionProps) {
  const translate = useTranslations("settings");
  const id = useId();
  const several = parts.length > 1;
  const list = useFocusNew<HTMLDivElement>(parts.length);
  return (
    <div ref={list}>
      <div className="grid grid-cols-1 gap-2">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part has nothing but its place
          <div key={index}>
            <div className="mb-1.5 flex items-center justify-between">
              <label htmlFor={`${id}-${index}`} className="font-medium text-sm">
                {several ? translate("system-part", { number: index + 1 }) : translate("system")}
              </label>
              {several && (
                <IconButton
                  aria-label={translate("remove-system", { number: index + 1 })}
                  onClick={() => onChange(parts.toSpliced(index, 1))}
                  className="size-8"
                >
                  <Trash2 className="size-4" />
                </IconButton>
              )}
            </div>
            <TextArea
              id={`${id}-${index}`}
              value={part}
              placeholder={translate("system-placeholder")}
              rows={3}
              invalid={invalid}
              onChange={(text) => onChange(parts.with(index, text))}
            />
          </div>
        ))}
      </div>
      {parts.length < maxSystemParts && parts.at(-1)?.trim() !== "" && (
        <Button kind="ghost" className="mt-2" onClick={() => onChange([...parts, ""])}>
          <Plus className="size-4" />
          {translate("add-system")}
        </Button>
      )}
    </div>
  );
}

type ExamplesSectionProps = { examples: Example[]; onChange: (examples: Example[]) => void };

/** Messages that go before the conversation, as if they had been said in it. */
export function ExamplesSection({ examples, onChange }: ExamplesSectionProps) {
  const translate = useTranslations("settings");
  const list = useFocusNew(examples.length);
  const add = () => {
    const role = examples.at(-1)?.role === "user" ? "assistant" : "user";
    onChange([...examples, { role, text: "" }]);
  };
  return (
    <fieldset ref={list}>
      <legend className="font-medium text-sm">{translate("examples")}</legend>
      <p className="mt-1 text-muted text-sm">{translate("examples-hint")}</p>
      <ol className="mt-2 grid grid-cols-1 gap-2">
        {examples.map(({ role, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an example has nothing but its place
          <li key={index} className="flex items-start gap-2 max-sm:flex-wrap">
            <Select
              aria-label={translate("example-role", { number: index + 1 })}
              value={role}
              className="w-32 shrink-0 text-sm max-sm:w-[calc(100%-3.25rem)]"
              onChange={(event) =>
                onChange(examples.with(index, { role: event.target.value as Example["role"], text }))
              }
            >
              <option value="user">{translate("role-user")}</option>
              <option value="assistant">{translate("role-assistant")}</option>
            </Select>
            <div className="min-w-0 flex-1 max-sm:order-last max-sm:basis-full">
              <TextArea
                label={translate("example-text", { number: index + 1 })}
                value={text}
                rows={1}
                onChange={(changed) => onChange(examples.with(index, { role, text: changed }))}
              />
            </div>
            <IconButton
              aria-label={translate("remove-example", { number: index + 1 })}
              onClick={() => onChange(examples.toSpliced(index, 1))}
            >
              <Trash2 className="size-4" />
            </IconButton>
          </li>
        ))}
      </ol>
      {examples.length < maxExamples && (
        <Button kind="ghost" className="mt-2" onClick={add}>
          <Plus className="size-4" />
          {translate("add-example")}
        </Button>
      )}
    </fieldset>
  );
}

type TextAreaProps = {
  id?: string;
  label?: string;
  value: string;
  placeholder?: string;
  rows: number;
  invalid?: boolean;
  onChange: (text: string) => void;
};

function TextArea({ id, label, value, placeholder, rows, invalid = false, onChange }: TextAreaProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useAutoHeight(field, value);
  return (
    <textarea
      ref={field}
      id={id}
      aria-label={label}
      aria-invalid={invalid || undefined}
      value={value}
      rows={rows}
      placeholder={placeholder}
      onChange={(event) => onChange(event.target.value)}
      className={fieldClass(
        invalid,
        `field-sizing-content block max-h-72 w-full resize-y py-2 text-sm leading-6 ${rows > 1 ? "min-h-24" : "min-h-10"}`,
      )}
    />
  );
}
