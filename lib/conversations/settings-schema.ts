import * as z from "zod/mini";
import { Parameters } from "../models/parameters-schema.ts";

/** As many system messages, and examples, as a conversation can have. */
export const maxSystemParts = 20;
export const maxExamples = 100;
/** Longest text of all of these together, in UTF-16 code units. */
export const maxSettingsLength = 500_000;

const text = z.string().check(z.minLength(1), z.maxLength(maxSettingsLength));

/** A message that goes before the conversation, as if it had been said in it. */
const Example = z.strictObject({ role: z.enum(["user", "assistant"]), text });
export type Example = z.infer<typeof Example>;

/** How a conversation's answers are asked for: what stands before its messages, and the parameters. */
export const ConversationSettings = z
  .strictObject({
    /** each goes to the model as a system message of its own, as it is written */
    systemPrompt: z.array(text).check(z.maxLength(maxSystemParts)),
    examples: z.array(Example).check(z.maxLength(maxExamples)),
    parameters: Parameters,
  })
  .check(
    z.refine(
      ({ systemPrompt, examples }) =>
        [...systemPrompt, ...examples.map((example) => example.text)].reduce((sum, { length }) => sum + length, 0) <=
        maxSettingsLength,
      { path: ["systemPrompt"], error: "too long" },
    ),
  );
export type ConversationSettings = z.infer<typeof ConversationSettings>;

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
