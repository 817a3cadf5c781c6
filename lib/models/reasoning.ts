// Models that are known to think before their first word, by the name behind the last slash of their id. The list is
// short on purpose: a model that is missing here has the usual deadline until it sends its first thought.
const reasoningNames = [
  /^o\d/, // OpenAI: o1, o3-mini, o4-mini
  /^gpt-[5-9](?!.*chat)/, // gpt-5, gpt-5-mini; gpt-5-chat answers at once
  /^gpt-oss/,
  /^(deepseek-)?r\d/, // deepseek-r1, r1:8b
  /^qwq/,
  /^qwen3(?!.*(instruct|coder))/,
  /^gemini-(2\.5|[3-9])/,
  /^grok-([4-9]|3-mini)/,
  /^magistral/,
  /(^|[-_:])(thinking|reasoner|reasoning)([-_:.]|$)/, // claude-sonnet-4.5:thinking, deepseek-reasoner
];

/** Whether a model is known by its name to think before it answers; `model` is the provider's own name for it. */
export function isReasoningModel(model: string): boolean {
  const name = model.slice(model.lastIndexOf("/") + 1).toLowerCase();
  return reasoningNames.some((pattern) => pattern.test(name));
}
