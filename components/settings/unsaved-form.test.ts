import { expect, test } from "vitest";
import { type ConversationSettings, noSettings } from "@/lib/conversations/settings-schema";
import { readForm, toForm } from "./settings-form.ts";
import { type Filled, fromKept, toKept } from "./unsaved-form.ts";

const filled = (settings: Partial<ConversationSettings>, modelId = "m:m"): Filled => ({
  form: toForm({ ...noSettings, ...settings }),
  modelId,
  presetId: "",
});

test("a form that was kept undoes nothing of what another device has set meanwhile", () => {
  const first = filled({ parameters: { temperature: 0.2, seed: 1 } });
  const typed = filled({ systemPrompt: ["Mine."], parameters: { temperature: 0.9, seed: 1 } });
  const now = filled({ parameters: { temperature: 0.3, seed: 7, stop: ["END"] }, examples: [] }, "m:other");
  const found = fromKept(toKept(typed, first), now);
  expect(found).toMatchObject({ modelId: "m:other" });
  expect(readForm(found?.form ?? now.form).settings).toEqual({
    systemPrompt: ["Mine."],
    examples: [],
    parameters: { temperature: 0.9, seed: 7, stop: ["END"] },
  });
});

test("another model that was put in with a preset stays, and what was emptied is empty", () => {
  const first = filled({ systemPrompt: ["Old."], parameters: { topP: 0.5 } });
  const found = fromKept(toKept({ ...filled({}, "m:mine"), presetId: "p" }, first), filled({ systemPrompt: ["New."] }));
  expect(found).toEqual({ ...filled({}, "m:mine"), presetId: "p" });
});

test("nothing is kept of a form that is saved, and nothing is found of one that is set meanwhile", () => {
  const typed = filled({ systemPrompt: ["Mine."] });
  expect(toKept(typed, typed)).toBe("");
  expect(fromKept(toKept(typed, filled({})), filled({ systemPrompt: ["Mine."] }))).toBeNull();
});

test("what an earlier version of the page kept is found, and what none can read is not", () => {
  const typed = filled({ systemPrompt: ["Mine."] });
  expect(fromKept(JSON.stringify(typed), filled({ systemPrompt: ["Other."] }))).toEqual(typed);
  for (const kept of [null, "", "{", "{}", '{"form":{},"modelId":"m:m"}']) expect(fromKept(kept, typed)).toBeNull();
});
