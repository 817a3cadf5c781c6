import type { Parameters, ReasoningEffort } from "../lib/models/parameters-schema.ts";
import type { ParameterName } from "../lib/models/schema.ts";
import type { FakeProvider } from "./fake-provider/server.ts";
import type { Mount } from "./fake-provider/vendors.ts";
import { faultless } from "./fake-provider/wire-schema.ts";
import { type Account, signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { ask } from "./support/ask.ts";
import { clientFor as clientOf } from "./support/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { readRow } from "./support/read-row.ts";

// What of a conversation's parameters goes over the wire: each alone and all together, for every kind of provider and
// family of models.

const values: Required<Parameters> = {
  temperature: 0.3,
  topP: 0.9,
  maxTokens: 500,
  frequencyPenalty: 0.5,
  presencePenalty: -0.5,
  seed: 42,
  stop: ["END", "\n\n"],
  reasoningEffort: "high",
};
const names = Object.keys(values) as ParameterName[];

type Wire = Record<string, unknown>;
const usual: Record<ParameterName, Wire> = {
  temperature: { temperature: 0.3 },
  topP: { top_p: 0.9 },
  maxTokens: { max_tokens: 500 },
  frequencyPenalty: { frequency_penalty: 0.5 },
  presencePenalty: { presence_penalty: -0.5 },
  seed: { seed: 42 },
  stop: { stop: ["END", "\n\n"] },
  reasoningEffort: { reasoning_effort: "high" },
};
const nothing: Wire = {};
const openrouterEffort = { reasoning: { effort: "high" } };
const unsampled = { temperature: nothing, topP: nothing, frequencyPenalty: nothing, presencePenalty: nothing };

type Family = { mount: Mount; model: string; wire?: Partial<Record<ParameterName, Wire>> };

const families: Family[] = [
  { mount: "openai", model: "gpt-4o", wire: { reasoningEffort: nothing } },
  { mount: "openai", model: "gpt-4o-2024-08-06", wire: { reasoningEffort: nothing } },
  {
    mount: "openai",
    model: "gpt-5-mini",
    wire: { ...unsampled, stop: nothing, maxTokens: { max_completion_tokens: 500 } },
  },
  {
    mount: "openai",
    model: "o4-mini",
    wire: { ...unsampled, stop: nothing, maxTokens: { max_completion_tokens: 500 } },
  },
  {
    mount: "openai",
    model: "gpt-6-sol",
    wire: { ...unsampled, stop: nothing, maxTokens: { max_completion_tokens: 500 } },
  },
  {
    mount: "openai",
    model: "gpt-5.2-chat-latest",
    wire: { ...unsampled, stop: nothing, maxTokens: { max_completion_tokens: 500 }, reasoningEffort: nothing },
  },
  { mount: "openai", model: "gpt-4o-search-preview", wire: { temperature: nothing } },
  // nothing is known of it: everything goes
  { mount: "openai", model: "scenario/quick" },
  { mount: "openrouter", model: "maker/everything", wire: { reasoningEffort: openrouterEffort } },
  { mount: "openrouter", model: "maker/plain", wire: { reasoningEffort: nothing, frequencyPenalty: nothing } },
  {
    mount: "openrouter",
    model: "maker/thinker",
    wire: {
      ...unsampled,
      stop: nothing,
      maxTokens: { max_tokens: 200 },
      reasoningEffort: { reasoning: { effort: "medium" } },
    },
  },
  { mount: "openrouter", model: "scenario/quick", wire: { reasoningEffort: openrouterEffort } },
  { mount: "local", model: "llama3.2:latest" },
  { mount: "local", model: "gpt-5" },
];

const wireNames = "temperature top_p max_tokens frequency_penalty presence_penalty seed stop reasoning_effort".split(
  " ",
);
const listing = [
  { id: "maker/everything", supported_parameters: [...wireNames, "reasoning"] },
  { id: "maker/plain", supported_parameters: wireNames.filter((name) => !/reasoning|frequency/.test(name)) },
  {
    id: "maker/thinker",
    supported_parameters: ["max_tokens", "seed", "reasoning"],
    reasoning: { supported_efforts: ["low", "medium"] },
    top_provider: { max_completion_tokens: 200 },
  },
  {
    id: "maker/compelled",
    supported_parameters: ["reasoning"],
    reasoning: { mandatory: true, supported_efforts: null },
  },
];

// a model that is not listed is refused
const offer = (provider: FakeProvider) => {
  const listed = (mount: Mount) => families.filter((family) => family.mount === mount).map(({ model: id }) => ({ id }));
  provider.setListing("openrouter", listing);
  provider.setListing("openai", [...listed("openai"), { id: "gpt-5.2" }, { id: "gpt-6.1-sol" }, { id: "o3" }]);
  provider.setListing("local", listed("local"));
};

let app: App;
let account: Account;
test.beforeEach(({ provider }) => offer(provider));
test.beforeAll(async ({ provider }) => {
  offer(provider);
  app = await startApp({ provider });
  account = await signUp(app);
  await clientOf(app, account).get("/api/models");
});
test.afterAll(() => app.dispose());

type Thinking = [modelId: string, effort: ReasoningEffort, wire: Wire, to?: ReasoningEffort];
// what is kept, and what is bent because the model is known not to take it
const thinking: Thinking[] = [
  // nobody says which ones the o-series takes
  ...(["none", "minimal", "xhigh", "max"] as const).flatMap((effort): Thinking[] => [
    ["openai:o4-mini", effort, { reasoning_effort: effort }],
    ["openai:o3", effort, { reasoning_effort: effort }],
  ]),
  ["openai:gpt-6-sol", "xhigh", { reasoning_effort: "xhigh" }],
  // only the Responses API takes it, says the package
  ["openai:gpt-6-sol", "max", { reasoning_effort: "xhigh" }, "xhigh"],
  ["openai:gpt-5-mini", "max", { reasoning_effort: "high" }, "high"],
  ["openai:gpt-5-mini", "minimal", { reasoning_effort: "minimal" }],
  ["openai:gpt-4o", "high", nothing],
  ["openrouter:maker/everything", "max", { reasoning: { effort: "max" } }],
  ["openrouter:maker/compelled", "none", { reasoning: { effort: "minimal" } }, "minimal"],
  ["openrouter:maker/compelled", "max", { reasoning: { effort: "max" } }],
];
for (const [modelId, reasoningEffort, wire, to] of thinking) {
  test(`${modelId} asked to think ${reasoningEffort} is sent ${JSON.stringify(wire)}`, async ({ provider }) => {
    const settings = { systemPrompt: [], examples: [], parameters: { reasoningEffort } };
    const { question, turn } = await ask(clientOf(app, account), modelId, { settings });
    const [call] = provider.log({ text: question, purpose: "answer" });
    expect(call?.schemaErrors).toEqual(faultless);
    const { model: _, messages, stream, stream_options, ...rest } = (call?.body ?? {}) as Wire;
    expect(rest).toEqual(wire);
    const row = await readRow(app, `SELECT "settings" FROM "Turn" WHERE "id" = ?`, [turn.turnId]);
    const notes = JSON.parse(String(row?.settings)).notes as { what: string }[];
    const bent = to ? [{ parameter: "reasoningEffort", what: "clamped", to }] : [];
    const dropped = wire === nothing ? [{ parameter: "reasoningEffort", what: "dropped" }] : [];
    expect(notes.filter(({ what }) => what !== "renamed")).toEqual([...bent, ...dropped]);
  });
}

for (const { mount, model, wire = {} } of families) {
  test(`${mount}:${model} is sent exactly the parameters that are set`, async ({ provider }) => {
    const client = clientOf(app, account);
    const send = async (parameters: Parameters) => {
      const settings = { systemPrompt: [], examples: [], parameters };
      const { question, answer, turn } = await ask(client, `${mount}:${model}`, { settings });
      expect(answer).toMatchObject({ status: "complete" });
      const [call, ...others] = provider.log({ text: question, purpose: "answer" });
      expect(others).toEqual([]);
      expect(call?.schemaErrors).toEqual(faultless);
      const { model: asked, messages, stream, stream_options, ...rest } = (call?.body ?? {}) as Wire;
      expect({ asked, messages, stream, stream_options }).toEqual({
        asked: model,
        messages: [{ role: "user", content: question }],
        stream: true,
        stream_options: { include_usage: true },
      });
      return { rest, turn };
    };
    const expected = (name: ParameterName) => wire[name] ?? usual[name];
    for (const name of names) {
      const { rest } = await send({ [name]: values[name] });
      expect(rest, name).toEqual(expected(name));
    }
    const { rest, turn } = await send(values);
    expect(rest).toEqual(Object.assign({}, ...names.map(expected)));
    // what was asked is written down with the turn, and what was left out
    const row = await readRow(app, `SELECT "settings" FROM "Turn" WHERE "id" = ?`, [turn.turnId]);
    const { parameters, notes } = JSON.parse(String(row?.settings));
    const sent = names.filter((name) => expected(name) !== nothing);
    expect(Object.keys(parameters)).toEqual(sent);
    const dropped = (notes as { parameter: string; what: string }[]).filter(({ what }) => what === "dropped");
    expect(dropped.map(({ parameter }) => parameter)).toEqual(names.filter((name) => !sent.includes(name)));
  });
}

type Unthinking = [model: string, effort: Parameters["reasoningEffort"], wire: Wire];
const sampled = { temperature: 0.5, top_p: 0.5 };
const unthinking: Unthinking[] = [
  ["gpt-5.2", "none", { ...sampled, reasoning_effort: "none" }],
  ["gpt-5.2", "low", { reasoning_effort: "low" }],
  ["gpt-6-sol", "none", { ...sampled, reasoning_effort: "none" }],
  ["gpt-6.1-sol", "none", { reasoning_effort: "low" }],
  ["gpt-5.2-chat-latest", "none", {}],
];
for (const [model, reasoningEffort, wire] of unthinking) {
  test(`sampling goes to openai:${model} asked to think ${reasoningEffort} as the receipt says`, async ({
    provider,
  }) => {
    const parameters: Parameters = { temperature: 0.5, topP: 0.5, presencePenalty: 1, reasoningEffort };
    const settings = { systemPrompt: [], examples: [], parameters };
    const { question, turn } = await ask(clientOf(app, account), `openai:${model}`, { settings });
    const [call] = provider.log({ text: question, purpose: "answer" });
    expect(call?.schemaErrors).toEqual(faultless);
    const { model: _, messages, stream, stream_options, ...rest } = (call?.body ?? {}) as Wire;
    expect(rest).toEqual(wire);
    const row = await readRow(app, `SELECT "settings" FROM "Turn" WHERE "id" = ?`, [turn.turnId]);
    expect(Object.keys(JSON.parse(String(row?.settings)).parameters)).toHaveLength(Object.keys(wire).length);
  });
}
