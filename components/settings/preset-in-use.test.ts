import { expect, test } from "vitest";
import { type ConversationSettings, noSettings } from "@/lib/conversations/settings-schema";
import type { Preset } from "@/lib/settings/presets-schema";
import { presetInUse } from "./preset-in-use.ts";

const preset = (id: string, modelId: string | null, systemPrompt: string[] = [], modelGone = false): Preset => ({
  id,
  name: id,
  modelId,
  settings: { ...noSettings, systemPrompt },
  shipped: false,
  modelGone,
});
const pirate: ConversationSettings = { ...noSettings, systemPrompt: ["Be a pirate."] };

test("a preset that is only a model is in use with that model alone", () => {
  const presets = [preset("claude", "c:claude")];
  expect(presetInUse(presets, { settings: noSettings, modelId: "m:m" }, "")).toBeNull();
  expect(presetInUse(presets, { settings: noSettings, modelId: "c:claude" }, "")).toBe("claude");
  expect(presetInUse(presets, { settings: pirate, modelId: "c:claude" }, "claude")).toBeNull();
});

test("of presets with the same text one is in use: that of the model, and then the one that was pressed", () => {
  const [one, other, any] = [
    preset("one", "m:1", ["Be a pirate."]),
    preset("other", "m:2", ["Be a pirate."]),
    preset("any", null, ["Be a pirate."]),
  ];
  const presets = [one, other, any];
  expect(presetInUse(presets, { settings: pirate, modelId: "m:2" }, "one")).toBe("other");
  expect(presetInUse(presets, { settings: pirate, modelId: "m:2" }, "any")).toBe("any");
  expect(presetInUse(presets, { settings: pirate, modelId: "m:3" }, "")).toBe("any");
});

test("a preset that asks for nothing is in use only when it was pressed", () => {
  const presets = [preset("empty", null), preset("gone", "g:gone", [], true)];
  expect(presetInUse(presets, { settings: noSettings, modelId: "m:m" }, "")).toBeNull();
  expect(presetInUse(presets, { settings: noSettings, modelId: "m:m" }, "empty")).toBe("empty");
  expect(presetInUse(presets, { settings: noSettings, modelId: "m:m" }, "gone")).toBe("gone");
  expect(presetInUse(presets, { settings: pirate, modelId: "m:m" }, "empty")).toBeNull();
});
