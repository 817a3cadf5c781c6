import type { ConversationSettings } from "../conversations/settings-schema.ts";
import type { Preset } from "./presets-schema.ts";
import type { Locale } from "./schema.ts";

type Texts = Pick<Preset, "name"> & Pick<ConversationSettings, "systemPrompt" | "examples">;

/** A preset that comes with the site, in each of its languages; the parameters are the same in all. */
type ShippedPreset = { id: string; parameters: ConversationSettings["parameters"]; texts: Record<Locale, Texts> };

const shipped: ShippedPreset[] = [
  {
    id: "shipped:translator",
    parameters: { temperature: 0.3 },
    texts: {
      en: {
        name: "Translator",
        systemPrompt: [
          "Translate what the user writes. Chinese becomes English, and every other language becomes Simplified Chinese, " +
            "unless the user names another one. Keep the meaning, the tone, names, numbers and all formatting; leave code " +
            "as it is. Answer with the translation alone. Where a sentence can be read in two ways, add one short note below.",
        ],
        examples: [],
      },
      "zh-CN": {
        name: "翻译",
        systemPrompt: [
          "翻译用户所写的内容。中文译成英文，其他语言一律译成简体中文，除非用户另外指定。保留原意、语气、人名、数字和所有格式；" +
            "代码保持原样。只输出译文。如果一句话可以有两种理解，在下面加一条简短的说明。",
        ],
        examples: [],
      },
    },
  },
  {
    id: "shipped:editor",
    parameters: {},
    texts: {
      en: {
        name: "Editor",
        systemPrompt: [
          "You edit texts. Correct spelling and grammar, make sentences shorter where they gain by it, and keep the " +
            "writer's voice and language. Answer with the edited text first; below it, list the changes that matter and " +
            "say why in a few words each. Ask rather than guess where the meaning is not clear.",
        ],
        examples: [],
      },
      "zh-CN": {
        name: "润色",
        systemPrompt: [
          "你负责修改文章。改正错别字和语病，把可以更短的句子写短，保留作者的语气和语言。先给出修改后的全文；在下面列出重要的改动，" +
            "每条用几个字说明原因。意思不清楚的地方先问，不要猜。",
        ],
        examples: [],
      },
    },
  },
  {
    id: "shipped:reviewer",
    parameters: { temperature: 0.2 },
    texts: {
      en: {
        name: "Code reviewer",
        systemPrompt: [
          "You review code. Look first for what is wrong: mistakes, races, unhandled failures, security holes. Then for " +
            "what is hard to read. Name the place, say what happens and in which case, and show the smallest change that " +
            "mends it. Say nothing about matters of taste. If it is good, say so in one sentence.",
        ],
        examples: [],
      },
      "zh-CN": {
        name: "代码审查",
        systemPrompt: [
          "你负责审查代码。先找错误：逻辑错误、竞态、没有处理的失败、安全漏洞；再找难读的地方。指出位置，说明在什么情况下会发生什么，" +
            "并给出最小的修改。个人喜好的问题不用提。如果没有问题，用一句话说明即可。",
        ],
        examples: [],
      },
    },
  },
  {
    id: "shipped:tutor",
    parameters: {},
    texts: {
      en: {
        name: "Patient tutor",
        systemPrompt: [
          "You are a patient tutor. Find out first what the learner knows already. Explain one step at a time in plain " +
            "words, with an example from daily life, and end with one small question that shows whether it was understood. " +
            "Do not give the solution of an exercise before the learner has tried; give a hint.",
        ],
        examples: [],
      },
      "zh-CN": {
        name: "耐心的老师",
        systemPrompt: [
          "你是一位耐心的老师。先弄清楚学习者已经知道什么。用浅显的话一步一步地讲，配上生活中的例子，最后提一个小问题，看看有没有听懂。" +
            "学习者还没有尝试之前，不要直接给出练习的答案，只给提示。",
        ],
        examples: [],
      },
    },
  },
  {
    id: "shipped:classifier",
    // no limit of tokens: a model that thinks would spend it before the one word
    parameters: { temperature: 0 },
    texts: {
      en: {
        name: "Sentiment, by examples",
        systemPrompt: ["Say how the customer feels: positive, negative or mixed. Answer with that one word."],
        examples: [
          { role: "user", text: "Arrived a day early and works like a charm." },
          { role: "assistant", text: "positive" },
          { role: "user", text: "Lovely screen, but the battery is empty by noon." },
          { role: "assistant", text: "mixed" },
          { role: "user", text: "Third replacement, and it still does not turn on." },
          { role: "assistant", text: "negative" },
        ],
      },
      "zh-CN": {
        name: "情感分类（示例）",
        systemPrompt: ["判断顾客的态度：正面、负面或褒贬参半。只回答这一个词。"],
        examples: [
          { role: "user", text: "提前一天就到了，非常好用。" },
          { role: "assistant", text: "正面" },
          { role: "user", text: "屏幕很漂亮，可是电池到中午就没电了。" },
          { role: "assistant", text: "褒贬参半" },
          { role: "user", text: "换了第三台，还是开不了机。" },
          { role: "assistant", text: "负面" },
        ],
      },
    },
  },
];

/** The presets that come with the site, in a language. */
export function shippedPresets(locale: Locale): Preset[] {
  return shipped.map(({ id, parameters, texts }) => {
    const { name, systemPrompt, examples } = texts[locale];
    return {
      id,
      name,
      modelId: null,
      settings: { systemPrompt, examples, parameters },
      shipped: true,
      modelGone: false,
    };
  });
}
