import type { Page } from "@playwright/test";
import { type Chat, chatOn, newQuestion } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";

// Mermaid is large, and a busy machine takes its time with it
test.setTimeout(180_000);

const fence = "```";
const block = (source: string) => `${fence}mermaid\n${source}\n${fence}\n`;
const flow = 'flowchart TD\n  A["Ask a model"] --> B{Answered?}\n  B -- yes --> C[Read on]\n  B -- no --> A';

/** What breaks a policy, on the page and in the frame; what asks another host for anything. */
async function watch(page: Page): Promise<{ breaches: string[]; foreign: string[]; dialogs: string[] }> {
  const seen = { breaches: [] as string[], foreign: [] as string[], dialogs: [] as string[] };
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) seen.breaches.push(message.text());
  });
  // what a policy holds back never comes here
  await page.route(/evil\.example/, async (route) => {
    seen.foreign.push(route.request().url());
    await route.abort();
  });
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return seen;
}

const diagrams = (chat: Chat) => chat.answer.getByRole("figure", { name: "Diagram" });
const sources = (chat: Chat) => chat.answer.getByRole("figure", { name: "Code in mermaid" });

test("a diagram is drawn when it has closed, in the colours of the theme; its source is a press away", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  const chat = chatOn(page);
  const { breaches } = await watch(page);
  const loaded: string[] = [];
  page.on("request", (request) => {
    if (/mermaid/.test(request.url())) loaded.push(request.url());
  });
  await signIn(page, account);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await chat.chooseModel("local:scenario/quick");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  expect(loaded).toEqual([]);
  provider.setAnswer("drawer", `Look:\n\n${block(flow)}\nThat was it.`);
  await chat.chooseModel("local:drawer");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  const picture = chat.answer.getByRole("img", { name: "Diagram: flowchart TD" });
  await expect(picture).toBeVisible({ timeout: 60_000 });
  expect(loaded.length).toBe(1);
  // the browser could read it, and it has something in it
  await expect(async () => {
    const size = await picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
    expect(Math.min(...size)).toBeGreaterThan(100);
  }).toPass();
  const light = (await picture.getAttribute("src")) ?? "";
  // each word is an element of its own
  expect(decodeURIComponent(light).replaceAll(/<[^>]*>/g, "")).toContain("Ask a model");
  expect(decodeURIComponent(light)).not.toContain("foreignObject");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(picture).not.toHaveAttribute("src", light);
  const source = diagrams(chat).getByRole("button", { name: "Show source" });
  await source.press("Enter");
  await expect(sources(chat)).toContainText("Ask a model");
  await expect(sources(chat).getByRole("button", { name: "Show diagram" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(picture).toBeVisible();
  await page.reload();
  await expect(picture).toBeVisible({ timeout: 60_000 });
  // back from elsewhere it is there at once, and never its source
  const path = new URL(page.url()).pathname;
  await chat.newChat.click();
  await expect(chat.answers).toHaveCount(0);
  await page.evaluate(() => {
    const seen = { sources: 0 };
    new MutationObserver(() => {
      seen.sources += document.querySelectorAll('figure[aria-label="Code in mermaid"]').length;
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
    Object.assign(window, { seen });
  });
  await chat.conversations.locator(`a[href="${path}"]`).click();
  await expect(picture).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { seen: { sources: number } }).seen.sources)).toBe(0);
  expect(breaches).toEqual([]);
});

test("what cannot be drawn, or is too large, is its source with a quiet word", async ({
  page,
  account,
  signIn,
  provider,
}) => {
  const chat = chatOn(page);
  const { breaches } = await watch(page);
  await signIn(page, account);
  await page.goto("/");
  const large = `flowchart TD\n${Array.from({ length: 2_000 }, (_, index) => `  A${index} --> A${index + 1}`).join("\n")}`;
  provider.setAnswer("drawer", `${block("flowchart TD\n  A --> ((")}\n${block(large)}\n${block(flow)}`);
  await chat.chooseModel("local:drawer");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await expect(chat.answer.getByText("This could not be drawn as a diagram. Here is its source.")).toBeVisible({
    timeout: 60_000,
  });
  await expect(chat.answer.getByText("This diagram is too large to draw. Here is its source.")).toBeVisible();
  await expect(sources(chat).first()).toContainText("A --> ((");
  // a bad one before it keeps no other from being drawn
  await expect(diagrams(chat)).toHaveCount(1, { timeout: 60_000 });
  expect(breaches).toEqual([]);
});

test("XM-3 a hostile diagram is a picture and nothing else", async ({ page, account, signIn, provider, clientFor }) => {
  const chat = chatOn(page);
  const { foreign, dialogs } = await watch(page);
  await signIn(page, account);
  await page.goto("/");
  const hostile = [
    'flowchart TD\n  A["<img src=x onerror=alert(1)>"] --> B["<script>alert(2)</script>"]\n  click A "javascript:alert(3)"\n  click B call alert(4)',
    '%%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "@import url(https://evil.example/a.css); *{background:url(https://evil.example/b.png)}"}}%%\nflowchart TD\n  A["<img src=https://evil.example/c.png>"] --> B\n  click A href "https://evil.example/" _self',
    'flowchart TD\n  A@{ img: "https://evil.example/d.png", label: "x", w: 60, h: 60 } --> B',
  ];
  provider.setAnswer("drawer", `${hostile.map(block).join("\n")}\n${block(flow)}`);
  await chat.chooseModel("local:drawer");
  await chat.send(newQuestion());
  await chat.waitFor("complete");
  await expect(chat.answer.getByRole("img", { name: "Diagram: flowchart TD" }).last()).toBeVisible({ timeout: 60_000 });
  await expect(chat.answer.locator("figure svg:not(.lucide), figure a, figure script, figure style")).toHaveCount(0);
  for (const image of await chat.answer.getByRole("img").all()) {
    await expect(image).toHaveAttribute("src", /^data:image\/svg\+xml/);
    await image.click({ force: true });
  }
  expect(page.url()).toMatch(/\/c\/[0-9a-f-]{36}$/);
  expect(dialogs).toEqual([]);
  expect(foreign).toEqual([]);
  // XM-10: the frame is of no origin, and may reach nothing
  await expect(page.locator("iframe")).toHaveCount(1);
  await expect(page.locator("iframe")).toHaveAttribute("sandbox", "allow-scripts");
  const { headers } = await clientFor(null).get("/api/diagram-frame");
  const policy = headers.get("content-security-policy") ?? "";
  for (const rule of ["default-src 'none'", "sandbox allow-scripts", "frame-ancestors 'self'"])
    expect(policy).toContain(rule);
  expect(policy).not.toMatch(/allow-same-origin|script-src[^;]*unsafe/);
  expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
});
