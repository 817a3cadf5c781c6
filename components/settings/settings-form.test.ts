import { expect, test } from "vitest";
import { type ConversationSettings, noSettings } from "@/lib/conversations/settings-schema";
import { readForm, type SettingsForm, toForm } from "./settings-form.ts";

const full: ConversationSettings = {
  systemPrompt: ["Be brief.", "Be kind."],
  examples: [
    { role: "user", text: "Hi" },
    { role: "assistant", text: "Hello." },
  ],
  parameters: {
    temperature: 0.7,
    topP: 1,
    frequencyPenalty: -0.5,
    presencePenalty: 0,
    maxTokens: 100,
    seed: -3,
    stop: ["\n\n", "a\\nb", "\tEND\r"],
    reasoningEffort: "low",
  },
};

test.each([full, noSettings])("what is put into the fields comes out of them", (settings) => {
  expect(readForm(toForm(settings))).toEqual({ settings, problems: [] });
});

const withNumber = (name: keyof SettingsForm["numbers"], typed: string): SettingsForm => {
  const form = toForm(noSettings);
  return { ...form, numbers: { ...form.numbers, [name]: typed } };
};

test.each<[keyof SettingsForm["numbers"], string, number | undefined, string | null]>([
  ["temperature", " 0,5 ", 0.5, null],
  ["temperature", "0.", 0, null],
  ["temperature", ".5", 0.5, null],
  ["frequencyPenalty", "−1", -1, null],
  ["temperature", "", undefined, null],
  ["temperature", "2.1", undefined, "range"],
  ["temperature", "-0.1", undefined, "range"],
  ["temperature", "hot", undefined, "number"],
  ["temperature", "NaN", undefined, "number"],
  ["temperature", "1e400", undefined, "number"],
  ["temperature", "1.2.3", undefined, "number"],
  ["maxTokens", "0", undefined, "range"],
  ["maxTokens", "1.5", undefined, "whole"],
  ["seed", "9007199254740993", undefined, "range"],
  ["maxTokens", "1,000", 1000, null],
  ["maxTokens", "128.000", 128_000, null],
  ["maxTokens", "1 048 576", 1_048_576, null],
  ["maxTokens", "1,00", undefined, "number"],
  ["temperature", "1e-7", 1e-7, null],
])("%s typed as %j is %s, problem %s", (name, typed, value, problem) => {
  const { settings, problems } = readForm(withNumber(name, typed));
  expect(settings.parameters).toEqual(value === undefined ? {} : { [name]: value });
  expect(problems.map((found) => found.problem)).toEqual(problem ? [problem] : []);
});

test("fields that were left empty are not there, and too much is told", () => {
  const form = toForm(noSettings);
  const examples = [{ role: "user" as const, text: " " }];
  expect(readForm({ ...form, systemPrompt: ["", " \n", "x"], examples, stop: [""] }).settings).toEqual({
    ...noSettings,
    systemPrompt: ["x"],
  });
  expect(readForm({ ...form, systemPrompt: ["x".repeat(500_001)] }).problems).toMatchObject([{ field: "texts" }]);
  expect(readForm({ ...form, stop: ["x".repeat(201)] }).problems).toMatchObject([{ field: "stop" }]);
});
