import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, test } from "vitest";
import type { MessageView } from "@/lib/conversations/schema";
import type { ProviderListing } from "@/lib/models/schema";
import type { Receipt } from "@/lib/turns/receipt-schema";
import { type Spending, type UsageReport, unknownUsage } from "@/lib/usage/schema";
import english from "../messages/en.json";
import chinese from "../messages/zh-CN.json";
import { SignForm } from "./auth/sign-form.tsx";
import { ChatHeader } from "./chat/chat-header.tsx";
import { Composer } from "./chat/composer.tsx";
import { ConversationMissing } from "./chat/conversation-missing.tsx";
import { EditForm } from "./chat/edit-form.tsx";
import { EmptyChat } from "./chat/empty-chat.tsx";
import { Message } from "./chat/message.tsx";
import { MessageList } from "./chat/message-list.tsx";
import type { StepHandlers } from "./chat/next-steps.tsx";
import { WaitingList } from "./chat/waiting-list.tsx";
import { ModelPicker } from "./models/model-picker.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { Sidebar } from "./sidebar/sidebar.tsx";
import { UpdateBanner } from "./update-banner.tsx";
import { SpendingLine } from "./usage/chat-total.tsx";
import { ReceiptFacts } from "./usage/receipt-facts.tsx";
import { SpendingFacts } from "./usage/spending-dialog.tsx";
import { UsageFigures } from "./usage/usage-report.tsx";

const nothing = () => {};
const yes = async () => true;

const answer: MessageView = {
  id: "a",
  parentId: "u",
  role: "assistant",
  parts: [
    { type: "reasoning", text: "Hm" },
    { type: "text", text: "- [x] done\n\n|a|\n|-|\n|1|\n\n```js\n1\n```" },
  ],
  status: "complete",
  modelId: "openai:gpt-5",
  error: null,
  createdAt: "2026-01-01T00:00:00.000Z",
};
const mine: MessageView = { ...answer, id: "u", parentId: null, role: "user", modelId: null };
const actions = {
  regenerate: nothing,
  regenerateWith: nothing,
  startEdit: nothing,
  chooseVersion: async () => {},
  fork: async () => {},
};
const picker = (
  <ModelPicker
    {...{ value: "openai:gpt-5", listing: null, status: "loading", open: false }}
    {...{ onOpenChange: nothing, onChoose: nothing, onRetry: nothing, onMark: nothing }}
    {...{ markError: null, onDismissError: nothing }}
  />
);
const summary = {
  activity: 1,
  pinnedAt: null,
  id: "c",
  title: "Title",
  modelId: "m:m",
  tipId: null,
  running: true,
  unseen: false,
  updatedAt: answer.createdAt,
};

const spent: Spending = {
  ...{ answers: 2, titles: 1, inputTokens: 1200, cachedTokens: 3, cacheWriteTokens: 0, outputTokens: 34 },
  ...{ reasoningTokens: 5, cost: "0.0062", estimatedCost: "0.0031", estimated: 1, unknownCost: 1, unknownTokens: 1 },
  ...{ unknownCached: 1, unknownReasoning: 1 },
};
const report: UsageReport = {
  ...{ zone: "UTC", from: "2026-11-20", to: "2026-11-21", unit: "day", total: spent },
  models: [{ modelId: "openai:gpt-5", ...spent }],
  periods: [
    { start: "2026-11-20", models: [] },
    { start: "2026-11-21", models: [{ modelId: "openai:gpt-5", ...spent }] },
  ],
};
const nothingUsed: Spending = {
  ...spent,
  inputTokens: 0,
  outputTokens: 0,
  cost: "0",
  estimated: 0,
  unknownCost: 3,
  unknownTokens: 3,
};
const receipt: Receipt = {
  ...{ messageId: "a", turnId: "t", modelId: "openai:gpt-5", servedModel: "gpt-5-2026", servedBy: "Fakery" },
  ...{
    responseId: "r",
    provider: { name: "OpenAI", host: "api.openai.com" },
    notes: [{ parameter: "seed", what: "dropped" }],
  },
  parameters: { temperature: 0.5 },
  systemPrompt: { hash: "abc", changed: true },
  usage: {
    ...{ inputTokens: 12, cachedTokens: 3, cacheWriteTokens: 1, outputTokens: 34, reasoningTokens: 5 },
    ...{ cost: "0.0031416", costSource: "estimated" },
  },
  ...{ status: "failed", finishReason: "stop", error: { code: "provider_cut", params: { provider: "OpenAI" } } },
  ...{ firstTokenMs: 120, totalMs: 2400, tokensPerSecond: 14.9, curl: "curl" },
  ...{ createdAt: answer.createdAt, endedAt: null },
};
const bareReceipt: Receipt = {
  ...{ ...receipt, turnId: null, servedModel: null, servedBy: null, responseId: null, provider: null, curl: null },
  ...{ usage: unknownUsage, error: null, finishReason: null, firstTokenMs: null, totalMs: null, tokensPerSecond: null },
};

const screens: Record<string, ReactNode> = {
  "sign in": <SignForm mode="sign-in" next="/" theme="system" locale="en" />,
  "sign up": <SignForm mode="sign-up" next="/c/1" theme="system" locale="en" />,
  header: <ChatHeader title="" onOpenSidebar={nothing} />,
  messages: <MessageList messages={[answer]} />,
  versions: <MessageList messages={[mine, { ...answer, versions: ["b", "a"] }]} turnId={null} actions={actions} />,
  "answers with their cost": (
    <MessageList
      messages={(["reported", "estimated", null] as const).map((costSource) => ({
        ...{ ...answer, id: `answer-${costSource}`, parentId: `${costSource}` },
        usage: { tokens: 1234, cost: costSource && "0.0031416", costSource },
      }))}
      {...{ turnId: null, actions }}
    />
  ),
  receipt: <ReceiptFacts receipt={receipt} />,
  "receipt of a copy": <ReceiptFacts receipt={bareReceipt} />,
  usage: <UsageFigures report={report} />,
  "usage by months, of which nothing is known": (
    <UsageFigures
      report={{
        ...{ ...report, unit: "month", total: nothingUsed, models: [{ modelId: "m:m", ...nothingUsed }] },
        periods: [{ start: "2026-11", models: [] }],
      }}
    />
  ),
  "a chat's total": <SpendingLine spending={spent} />,
  "the parts of a chat's total": <SpendingFacts spending={spent} />,
  edit: <EditForm text="" busy onTextChange={nothing} onSend={nothing} onCancel={nothing} />,
  empty: <EmptyChat name="Ada" demo onVercel={false} listing={null} onSuggest={nothing} />,
  "empty on Vercel": <EmptyChat name="Ada" demo onVercel listing={null} onSuggest={nothing} />,
  missing: <ConversationMissing />,
  offline: <OfflineBanner />,
  update: <UpdateBanner />,
  waiting: (
    <WaitingList
      messages={(["turn", "connection", "person"] as const).map((waitsFor) => ({
        ...{ turnId: waitsFor, text: "Hello", waitsFor },
        reason: waitsFor === "person" ? { code: "conversation_changed" } : null,
      }))}
      {...{ onEdit: nothing, onRemove: nothing, onSendNow: nothing }}
    />
  ),
  composer: (
    <Composer
      {...{ text: "too long", maxLength: 3, running: false, stopping: false, controls: picker }}
      {...{ onTextChange: nothing, onSend: nothing, onStop: nothing, onDismissError: nothing }}
      error={{ code: "conversation_busy" }}
    />
  ),
  sidebar: (
    <Sidebar
      {...{ conversations: [summary], currentId: "c", status: "ready", hasMore: true, theme: "system", locale: "en" }}
      {...{
        onLoadMore: nothing,
        onRetry: nothing,
        onNewChat: nothing,
        onOpen: nothing,
        onClose: nothing,
        actions: { rename: yes, pin: yes, archive: nothing, remove: nothing, see: nothing },
      }}
      {...{ user: { name: "Ada", email: "ada@example.com" } }}
    />
  ),
};

const render = (screen: ReactNode, locale: "en" | "zh-CN" = "en") => {
  const errors: string[] = [];
  const html = renderToStaticMarkup(
    <IntlProvider
      locale={locale}
      messages={locale === "en" ? english : chinese}
      timeZone="UTC"
      onError={(error) => errors.push(error.message)}
    >
      {screen}
    </IntlProvider>,
  );
  return { html, errors };
};

describe.each(Object.entries(screens))("%s", (_, screen) => {
  test("keeps to the content policy: no inline style, no script", () => {
    expect(render(screen).html).not.toMatch(/\sstyle=|<style|<script|\son\w+=/);
  });

  test("has its words in both languages", () => {
    expect(render(screen).errors).toEqual([]);
    expect(render(screen, "zh-CN").errors).toEqual([]);
  });
});

test("the two languages have the same keys", () => {
  const keys = (value: object, prefix = ""): string[] =>
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === "string" ? [prefix + key] : keys(inner, `${prefix}${key}.`),
    );
  expect(keys(chinese)).toEqual(keys(english));
});

test.each([
  ["empty", "en", /into the file \.env, then restart/, /http:\/\/localhost:11434\/v1/],
  ["empty", "zh-CN", /在 \.env 文件中/, /http:\/\/localhost:11434\/v1/],
  ["empty on Vercel", "en", /Settings, Environment Variables, then redeploy/, />CUSTOM_PROVIDERS=\[\{/],
  ["empty on Vercel", "zh-CN", /Settings → Environment Variables .*重新部署/, />CUSTOM_PROVIDERS=\[\{/],
] as const)("without a key, where one is set is told: %s, %s", (screen, locale, place, custom) => {
  const { html } = render(screens[screen], locale);
  expect(html).toMatch(place);
  expect(html).toMatch(custom);
  expect(html.includes(".env")).toBe(screen === "empty");
});

test.each([
  ["en", "2 models from OpenRouter"],
  ["zh-CN", "OpenRouter 提供的 2 个模型"],
] as const)("where there is one provider it is named: %s", (locale, words) => {
  const models = ["m:a", "m:b"].map((id) => ({ id, name: id }));
  const provider = { ...{ id: "m", name: "OpenRouter", models }, listedAt: null, renewing: false, problem: null };
  const listing = { ...{ defaultModelId: "", favourites: [], recent: [], measures: {} }, providers: [provider] };
  const screen = <EmptyChat {...{ name: "Ada", demo: false, onVercel: false, listing, onSuggest: nothing }} />;
  expect(render(screen, locale).html).toContain(words);
});

describe("providers in trouble", () => {
  const emptyChat = (
    problems: [id: string, name: string, problem: ProviderListing["problem"], models?: number][],
    onVercel = false,
  ) => {
    const providers = problems.map(([id, name, problem, count = 0]) => {
      const models = Array.from({ length: count }, (_, index) => ({ id: `${id}:${index}`, name: `${index}` }));
      return { id, name, models, listedAt: null, renewing: false, problem };
    });
    const listing = { defaultModelId: "", favourites: [], recent: [], measures: {}, providers };
    return <EmptyChat {...{ name: "Ada", demo: false, onVercel, listing, onSuggest: nothing }} />;
  };

  test.each([
    ["openai", "key_refused", "OPENAI_API_KEY"],
    ["openai", "unreachable", "OPENAI_BASE_URL"],
    ["openrouter", "key_refused", "OPENROUTER_API_KEY"],
    ["openrouter", "unreachable", "OPENROUTER_BASE_URL"],
    ["ollama", "key_refused", "CUSTOM_PROVIDERS"],
    ["ollama", "unreachable", "CUSTOM_PROVIDERS"],
  ] as const)("%s, %s: what to look at is %s, in a file or on Vercel", (id, problem, variable) => {
    const sentence = problem === "key_refused" ? "Acme refused the key" : "Acme cannot be reached";
    for (const onVercel of [false, true]) {
      const { html, errors } = render(emptyChat([[id, "Acme", problem]], onVercel));
      expect(errors).toEqual([]);
      expect(html).toContain("No models could be listed");
      expect(html).toContain(sentence);
      expect(html).toContain(`>${variable}</code>`);
      expect(html.includes(".env")).toBe(!onVercel);
      expect(html.includes("Settings, Environment Variables")).toBe(onVercel);
      expect(render(emptyChat([[id, "Acme", problem]], onVercel), "zh-CN").errors).toEqual([]);
    }
  });

  test("no setting is looked at where a list is too long", () => {
    const { html } = render(emptyChat([["openai", "Acme", "too_long"]]));
    expect(html).toContain("Acme sent a list that is too long to be read");
    expect(html).not.toContain("OPENAI_BASE_URL");
  });

  test("each is told, beside how many models there are, and what is only late is not", () => {
    const { html } = render(
      emptyChat([
        ["openai", "OpenAI", "unreachable", 3],
        ["openrouter", "OpenRouter", "key_refused"],
        ["local", "Local", "pending"],
      ]),
    );
    expect(html).toContain("3 models from OpenAI");
    expect(html).toContain("Some models could not be listed");
    expect(html).toContain("OpenAI cannot be reached");
    expect(html).toContain("OpenRouter refused the key");
    expect(html).not.toContain("Local");
    expect(render(emptyChat([["local", "Local", "pending"]])).html).not.toContain("<aside");
    expect(render(emptyChat([["openai", "OpenAI", null, 3]])).html).not.toContain("<aside");
  });
});

describe("what was spent", () => {
  const buttons = (usage: MessageView["usage"], locale: "en" | "zh-CN" = "en") => {
    const { html } = render(
      <MessageList messages={[{ ...answer, ...(usage && { usage }) }]} actions={actions} />,
      locale,
    );
    return html.match(/aria-label="((?:Receipt|明细)[^"]*)" title="([^"]*)"/)?.slice(1);
  };

  test("is beneath an answer at a glance, and exactly for who looks closer", () => {
    const exact = { tokens: 7, cost: "0.0031416" };
    expect(buttons({ ...exact, costSource: "reported" })).toEqual(["Receipt: $0.0031", "Exactly $0.0031416"]);
    expect(buttons({ ...exact, costSource: "estimated" })).toEqual([
      "Receipt: ≈ $0.0031",
      "Estimated from the price list: $0.0031416",
    ]);
    expect(buttons({ ...exact, costSource: "estimated" }, "zh-CN")).toEqual([
      "明细：≈ $0.0031",
      "按价目表估算：$0.0031416",
    ]);
  });

  test("PF-22 what is unknown is never a number", () => {
    expect(buttons({ tokens: 45210, cost: null, costSource: null })).toEqual(["Receipt: 45,210 tokens", "Receipt"]);
    expect(buttons(undefined)).toEqual(["Receipt", "Receipt"]);
    const facts = render(<ReceiptFacts receipt={bareReceipt} />).html;
    expect(facts.match(/>Unknown</g)).toHaveLength(3);
    expect(facts).not.toMatch(/NaN|null|undefined|\$/);
    const usage = render(screens["usage by months, of which nothing is known"]).html;
    expect(usage).not.toMatch(/NaN|null|undefined|\$/);
  });

  test("PF-22 of what nobody counted there is no sum of 0", () => {
    const cells = (change: Partial<Spending>) => {
      const models = [{ modelId: "openai:gpt-5", ...spent, ...change }];
      const { html } = render(<UsageFigures report={{ ...report, models }} />);
      return [...html.matchAll(/<td class="px-3 py-2 text-end">([^<]*)</g)].slice(0, 5).map(([, words]) => words);
    };
    expect(cells({})).toEqual(["2", "1,200", "3", "34", "5"]);
    const parts = { cachedTokens: 0, reasoningTokens: 0 };
    expect(cells({ ...parts, unknownCached: 3, unknownReasoning: 2 })).toEqual(["2", "1,200", "Unknown", "34", "0"]);
    expect(cells({ ...parts, unknownReasoning: 3 })).toEqual(["2", "1,200", "0", "34", "Unknown"]);
  });

  test.each([
    [{ inputTokens: 12, outputTokens: 3 }, "the provider did not say, and no price is known"],
    // stopped or cut: nobody counted, whatever the price is
    [{}, "the provider did not say"],
    [{ inputTokens: 12 }, "the provider did not say"],
  ])("a cost that is not known has its reason: %o", (change, reason) => {
    const usage = { ...unknownUsage, ...change };
    expect(render(<ReceiptFacts receipt={{ ...receipt, usage }} />).html).toContain(`>${reason}<`);
  });

  test.each([
    [{}, "Total: at least ≈ $0.0062 · 1,234 tokens"],
    [{ unknownCost: 0, unknownTokens: 0, estimated: 0 }, "Total: $0.0062 · 1,234 tokens"],
    [{ unknownCost: 3, unknownTokens: 0 }, "Total: 1,234 tokens"],
    [{ unknownCost: 3, unknownTokens: 3 }, ""],
    [{ unknownCost: 0, unknownTokens: 0, estimated: 0, cost: "0" }, "Total: $0 · 1,234 tokens"],
  ])("of a chat in which %j is told as %s", (change, expected) => {
    const { html } = render(<SpendingLine spending={{ ...spent, ...change }} />);
    expect(html.replace(/<[^>]*>/g, "")).toBe(expected);
  });
});

describe("a message", () => {
  const html = (change: Partial<MessageView>) => render(<Message message={{ ...answer, ...change }} />).html;

  test("tells role, status and id, and the model that answered", () => {
    expect(html({})).toMatch(/^<article [^>]*data-role="assistant" data-status="complete" data-message-id="a"/);
    expect(html({})).toContain(">openai:gpt-5</span>");
    expect(html({})).toContain('aria-label="Copy message"');
  });

  test.each([
    [{ status: "stopped" }, ">Stopped<"],
    [{ finishReason: "length" }, ">Cut at the length limit<"],
    [{ finishReason: "content-filter" }, "content filter"],
    [{ status: "running", parts: [] }, "Waiting for the first words…"],
    [
      {
        status: "running",
        parts: [],
        notice: { code: "provider_rate_limited", params: { provider: "P" }, seconds: 3 },
      },
      "P is limiting requests. Trying again in 3 seconds.",
    ],
    [{ status: "running", parts: [], notice: { code: "provider_unavailable", seconds: 0 } }, "Trying again…"],
    [
      { status: "failed", error: { code: "provider_failed", params: { provider: "P", detail: "<b>x" } } },
      "P said: “&lt;b&gt;x”",
    ],
    [{ status: "running", parts: [{ type: "reasoning", text: "Hm" }] }, ">Thinking…<"],
    [{ status: "failed", error: { code: "context_too_long", params: { model: "m" } } }, "longer than m can read"],
    [
      { status: "failed", error: { code: "provider_rate_limited" } },
      "The provider is limiting requests. Wait a little",
    ],
    [
      { status: "failed", error: { code: "provider_key_refused" } },
      "The key for the provider was refused by its server.",
    ],
    [
      { status: "running", parts: [], notice: { code: "provider_connection_refused", seconds: 0 } },
      "The provider refused the connection. Trying again…",
    ],
    [{ status: "interrupted", error: { code: "turn_orphaned" } }, "The server stopped while it was answering."],
    [{ status: "interrupted" }, "The answer was interrupted."],
  ] as [Partial<MessageView>, string][])("says how it stands: %j", (change, words) => {
    expect(html(change)).toContain(words);
    expect(html(change).includes('role="alert"')).toBe(change.status === "failed" || change.status === "interrupted");
  });

  test("has no space beside a Chinese word that stands for a name", () => {
    const words = (error: MessageView["error"]) =>
      render(<Message message={{ ...answer, status: "failed", error }} />, "zh-CN").html;
    expect(words({ code: "provider_key_refused" })).toContain("它的服务器拒绝了用于服务商的密钥。");
    const named = { provider: "OpenAI", host: "api.openai.com" };
    expect(words({ code: "provider_key_refused", params: named })).toContain(
      "api.openai.com 拒绝了用于 OpenAI 的密钥。",
    );
  });

  test("offers the steps that help and that the page can take", () => {
    const failed = { ...answer, status: "failed" as const, error: { code: "provider_unavailable" as const } };
    const offered = (steps: StepHandlers, message: MessageView = failed, locale: "en" | "zh-CN" = "en") => {
      const { html } = render(<Message message={message} onStep={steps} />, locale);
      return [...html.matchAll(/<button[^>]*?(disabled="")?[^>]*>([^<]+)<\/button>/g)].map(([, , words]) => words);
    };
    const all: StepHandlers = { retry: nothing, continue: nothing, "choose-model": nothing, "new-chat": nothing };
    expect(offered(all)).toEqual(["Continue", "Retry", "Choose another model"]);
    expect(offered(all, failed, "zh-CN")).toEqual(["继续", "重试", "换一个模型"]);
    expect(offered({ "choose-model": nothing })).toEqual(["Choose another model"]);
    expect(offered({})).toEqual([]);
    expect(offered(all, { ...failed, status: "complete", error: null, finishReason: "length" })).toEqual(["Continue"]);
    const limited = { ...failed, error: { code: "provider_rate_limited" as const, params: { retryAt: 9e15 } } };
    const { html } = render(<Message message={limited} onStep={all} />);
    expect(html).toMatch(/<button[^>]*disabled=""[^>]*>Retry</);
  });

  test("offers its versions in order, and nothing of that while an answer is being written", () => {
    const versioned = { ...answer, versions: ["a", "b", "c"] };
    const html = (change: Partial<MessageView>, busy: boolean) =>
      render(<Message message={{ ...versioned, ...change }} actions={actions} busy={busy} />).html;
    const disabled = (html: string) =>
      [...html.matchAll(/aria-label="([^"]+)"[^>]* aria-disabled="true"/g)].map(([, name]) => name);
    expect(html({}, false)).toContain('aria-label="Version 1 of 3"');
    expect(disabled(html({}, false))).toEqual(["Previous version"]);
    expect(disabled(html({ id: "b" }, false))).toEqual([]);
    expect(disabled(html({ id: "c" }, false))).toEqual(["Next version"]);
    expect(disabled(html({ id: "b" }, true))).toEqual(["Regenerate", "Previous version", "Next version"]);
    const running = html({ id: "c", status: "running" }, true);
    expect(disabled(running)).toEqual(["Previous version", "Next version"]);
    expect(running).not.toContain("Regenerate");
  });

  test("of a person is plain text", () => {
    const mine = html({ role: "user", parts: [{ type: "text", text: "**not bold** <b>\nline" }] });
    expect(mine).toContain("**not bold** &lt;b&gt;\nline");
  });
});

test("a long conversation opens with its last messages only", () => {
  const many = Array.from({ length: 1000 }, (_, index) => ({ ...answer, id: `m${index}` }));
  const ids = [...render(<MessageList messages={many} />).html.matchAll(/data-message-id="(\w+)"/g)].map(
    ([, id]) => id,
  );
  expect(ids.length).toBeGreaterThan(5);
  expect(ids.length).toBeLessThan(25);
  expect(ids.at(-1)).toBe("m999");
});
