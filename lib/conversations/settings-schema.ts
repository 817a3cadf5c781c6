import * as z from "zod/mini";
import { ParameterChange, Parameters, parameterNames } from "../models/parameters-schema.ts";

/** As many system messages, and examples, as a conversation can have. */
export const maxSystemParts = 20;
export const maxExamples = 100;
/** Longest text of all of these together, in UTF-16 code units; with the longest message it fits into one request. */
export const maxSettingsLength = 250_000;

const text = z.string().check(z.minLength(1), z.maxLength(maxSettingsLength));

/** A message that goes before the conversation, as if it had been said in it. */
const Example = z.strictObject({ role: z.enum(["user", "assistant"]), text });
export type Example = z.infer<typeof Example>;

const systemPrompt = z.array(text).check(z.maxLength(maxSystemParts));
const examples = z.array(Example).check(z.maxLength(maxExamples));

/** How a conversation's answers are asked for: what stands before its messages, and the parameters. */
export const ConversationSettings = z
  .strictObject({
    /** each goes to the model as a system message of its own, as it is written */
    systemPrompt,
    examples,
    parameters: Parameters,
  })
  .check(
    z.refine((settings) => lengthOf(settings) <= maxSettingsLength, { path: ["systemPrompt"], error: "too long" }),
  );
export type ConversationSettings = z.infer<typeof ConversationSettings>;

/** A change of settings: what is absent stays as it is; a parameter that is null is set no more. */
export const SettingsChange = z.strictObject({
  systemPrompt: z.optional(systemPrompt),
  examples: z.optional(examples),
  parameters: z.optional(ParameterChange),
});
export type SettingsChange = z.infer<typeof SettingsChange>;

/** How much text settings have, in UTF-16 code units. */
export function lengthOf(settings: Pick<ConversationSettings, "systemPrompt" | "examples">): number {
  const texts = [...settings.systemPrompt, ...settings.examples.map((example) => example.text)];
  return texts.reduce((sum, { length }) => sum + length, 0);
}

/** Settings after a change. */
export function changed(settings: ConversationSettings, change: SettingsChange): ConversationSettings {
  const parameters: Record<string, unknown> = { ...settings.parameters, ...change.parameters };
  const set = parameterNames.filter((name) => parameters[name] !== undefined && parameters[name] !== null);
  return {
    systemPrompt: change.systemPrompt ?? settings.systemPrompt,
    examples: change.examples ?? settings.examples,
    parameters: Object.fromEntries(set.map((name) => [name, parameters[name]])),
  };
}

/** What has to be changed in `before` to have `after`: no more than what differs. */
export function difference(before: ConversationSettings, after: ConversationSettings): SettingsChange {
  const names = parameterNames.filter((name) => !same(before.parameters[name], after.parameters[name]));
  return {
    ...(!same(before.systemPrompt, after.systemPrompt) && { systemPrompt: after.systemPrompt }),
    ...(!same(before.examples, after.examples) && { examples: after.examples }),
    ...(names.length > 0 && {
      parameters: Object.fromEntries(names.map((name) => [name, after.parameters[name] ?? null])),
    }),
  };
}

/** Whether two settings ask for the same. */
export function isSameSettings(one: ConversationSettings, other: ConversationSettings): boolean {
  return Object.keys(difference(one, other)).length === 0;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** A conversation that leaves everything to the model. */
export const noSettings: ConversationSettings = { systemPrompt: [], examples: [], parameters: {} };

/** Whether nothing is set. */
export function isUnset({ systemPrompt, examples, parameters }: ConversationSettings): boolean {
  return systemPrompt.length === 0 && examples.length === 0 && Object.keys(parameters).length === 0;
}

/** The columns that hold settings; null for what is not set. */
export type SettingsColumns = { systemPrompt: string | null; settings: string | null };

/** Settings as they are stored. */
export function toColumns({ systemPrompt, examples, parameters }: ConversationSettings): SettingsColumns {
  const rest = examples.length > 0 || Object.keys(parameters).length > 0;
  return {
    systemPrompt: systemPrompt.length > 0 ? JSON.stringify(systemPrompt) : null,
    settings: rest ? JSON.stringify({ parameters, examples }) : null,
  };
}

/** Settings out of their columns, which only `toColumns` has written. */
export function fromColumns({ systemPrompt, settings }: SettingsColumns): ConversationSettings {
  const rest =
    settings === null ? null : (JSON.parse(settings) as Pick<ConversationSettings, "parameters" | "examples">);
  return { ...noSettings, ...rest, ...(systemPrompt !== null && { systemPrompt: JSON.parse(systemPrompt) }) };
}
