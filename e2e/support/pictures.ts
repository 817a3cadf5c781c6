import type { Part } from "../../lib/conversations/schema.ts";
import type { Locale } from "../../lib/settings/schema.ts";
import { english } from "./pictures-en.ts";
import { chinese } from "./pictures-zh.ts";

export type Exchange = { question: string; answer: string };
/** A conversation of one question and its answer. */
export type Told = Exchange & { title: string };

/** What the people on the pictures talk about; made up for the pictures. */
export type Script = {
  name: string;
  email: string;
  /** somebody who has only just come */
  newcomer: { name: string; email: string };
  /** older conversations, oldest first */
  older: { title: string; daysAgo: number }[];
  /** put away, oldest first */
  archived: string[];
  trashed: string[];
  /** the conversation that is shown most; in it the last question is answered twice */
  title: string;
  exchanges: Exchange[];
  /** a thought before the first answer, and sources below both */
  thought: { title: string; told: { question: string; parts: Part[] }[] };
  /** code, a formula, a diagram, a list of tasks */
  rich: Told;
  /** words and lines that no column is wide enough for */
  long: Told;
  /** an answer that is being written, and one of which nothing has come */
  running: Told;
  waiting: Omit<Told, "answer">;
  /** answers that did not end well: stopped, interrupted, failed */
  troubles: { title: string; stopped: Exchange; interrupted: Exchange; failed: string };
  /** waits to be sent */
  next: string;
  /** in the settings */
  systemPrompt: string;
  preset: string;
  /** what is looked for in the conversation */
  find: string;
};

export const scripts: Record<Locale, Script> = { en: english, "zh-CN": chinese };

type Model = { id: string; name: string; context: number; prices: [input: string, output: string]; about: string };

const models: Model[] = [
  {
    id: "anthropic/claude-sonnet-4.5",
    name: "Anthropic: Claude Sonnet 4.5",
    context: 1_000_000,
    prices: ["0.000003", "0.000015"],
    about: "tools reasoning include_reasoning image",
  },
  {
    id: "anthropic/claude-opus-4.1",
    name: "Anthropic: Claude Opus 4.1",
    context: 200_000,
    prices: ["0.000015", "0.000075"],
    about: "tools reasoning image",
  },
  {
    id: "anthropic/claude-haiku-4.5",
    name: "Anthropic: Claude Haiku 4.5",
    context: 200_000,
    prices: ["0.000001", "0.000005"],
    about: "tools image",
  },
  {
    id: "openai/gpt-5",
    name: "OpenAI: GPT-5",
    context: 400_000,
    prices: ["0.00000125", "0.00001"],
    about: "tools reasoning image",
  },
  {
    id: "openai/gpt-5-mini",
    name: "OpenAI: GPT-5 Mini",
    context: 400_000,
    prices: ["0.00000025", "0.000002"],
    about: "tools reasoning image",
  },
  {
    id: "google/gemini-2.5-pro",
    name: "Google: Gemini 2.5 Pro",
    context: 1_048_576,
    prices: ["0.00000125", "0.00001"],
    about: "tools reasoning image",
  },
  {
    id: "google/gemini-2.5-flash",
    name: "Google: Gemini 2.5 Flash",
    context: 1_048_576,
    prices: ["0.0000003", "0.0000025"],
    about: "tools image",
  },
  {
    id: "qwen/qwen3-235b-a22b",
    name: "Qwen: Qwen3 235B A22B",
    context: 131_072,
    prices: ["0.00000013", "0.0000006"],
    about: "tools reasoning",
  },
  {
    id: "deepseek/deepseek-chat-v3.1",
    name: "DeepSeek: DeepSeek V3.1",
    context: 163_840,
    prices: ["0.00000027", "0.000001"],
    about: "tools reasoning",
  },
  {
    id: "mistralai/mistral-large-2411",
    name: "Mistral: Mistral Large",
    context: 131_072,
    prices: ["0.000002", "0.000006"],
    about: "tools",
  },
  {
    id: "meta-llama/llama-3.3-70b-instruct:free",
    name: "Meta: Llama 3.3 70B Instruct (free)",
    context: 131_072,
    prices: ["0", "0"],
    about: "",
  },
  {
    id: "moonshotai/kimi-k2",
    name: "MoonshotAI: Kimi K2",
    context: 262_144,
    prices: ["0.0000005", "0.0000024"],
    about: "tools",
  },
];

/** What OpenRouter lists on the pictures: a few of its models, the same on every machine. */
export const picturedModels = models.map(({ id, name, context, prices: [prompt, completion], about }) => ({
  id,
  name,
  created: 1_770_000_000,
  context_length: context,
  architecture: {
    input_modalities: about.includes("image") ? ["text", "image"] : ["text"],
    output_modalities: ["text"],
  },
  pricing: { prompt, completion },
  top_provider: { context_length: context, max_completion_tokens: 65_536 },
  supported_parameters: ["max_tokens", "temperature", "top_p", "stop", "seed"].concat(
    ...["tools", "reasoning"].filter((word) => about.includes(word)),
  ),
}));
