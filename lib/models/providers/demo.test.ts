import type { LanguageModelV4 } from "@ai-sdk/provider";
import { expect, test } from "vitest";
import { type Env, newSecret, parseEnv } from "../../env.ts";
import { configuredProviders } from "../registry.ts";

const vercel = {
  ...{ VERCEL: "1", VERCEL_ENV: "production", VERCEL_URL: "site.vercel.app" },
  ...{ BETTER_AUTH_SECRET: newSecret(), DATABASE_URL: "libsql://db.example.org" },
};

const guide = (settings: Env) => configuredProviders(settings)[0]?.languageModel("guide") as LanguageModelV4;
const asking = (question: string) => ({
  prompt: [{ role: "user" as const, content: [{ type: "text" as const, text: question }] }],
});

async function answer(settings: Env, question: string): Promise<string> {
  const { content } = await guide(settings).doGenerate(asking(question));
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

test.each([
  [
    "How do I begin?",
    /start the site again:\n\n```bash\n# \.env/,
    /under \*Settings, Environment Variables\*, and redeploy:/,
  ],
  ["怎么开始？", /重新启动站点：\n\n```bash\n# \.env/, /\*Settings → Environment Variables\* 中.*重新部署/],
])(
  "the demo says where a key is set, on Vercel its variables and nothing of a file: %s",
  async (question, file, there) => {
    expect(await answer(parseEnv({}), question)).toMatch(file);
    const onVercel = await answer(parseEnv(vercel), question);
    expect(onVercel).toMatch(there);
    expect(onVercel).not.toContain(".env");
    // as a value is taken there: without a shell's quotes
    expect(onVercel).toMatch(/\nCUSTOM_PROVIDERS=\[\{.*\}\]\n/);
  },
);

test("what is streamed is the whole text, with each space and each empty line", async () => {
  const question = "怎么 开始？";
  let streamed = "";
  for await (const part of (await guide(parseEnv({})).doStream(asking(question))).stream) {
    if (part.type === "text-delta") streamed += part.delta;
  }
  expect(streamed).toBe(await answer(parseEnv({}), question));
});
