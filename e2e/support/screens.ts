import { expect } from "@playwright/test";
import type { Screen, Stage } from "./looks.ts";
import { chatScreens } from "./screens-chat.ts";
import { overChatScreens } from "./screens-over-chat.ts";
import { sidebarScreens } from "./screens-sidebar.ts";
import { modelsCounted, never, troubled, withAnswer, withoutKeys, withoutLists } from "./screens-trouble.ts";

// Every screen of the site and how it is reached: for the pictures, and for what is checked on each of them.

/** Fills the fields of the page that signs in. */
async function signIn({ page, words }: Stage, password: string): Promise<void> {
  await page.getByLabel(words("auth.email")).fill("nobody@example.com");
  await page.locator("[name=password]").fill(password);
  await page.keyboard.press("Enter");
}

const listed = async ({ page }: Stage) => {
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
};
const counted = async ({ page }: Stage) => {
  await expect(page.getByRole("search").getByRole("status")).toContainText(/./);
};

const others: Screen[] = [
  { name: "sign-in", of: "nobody", main: true, show: (stage) => stage.go("/sign-in") },
  {
    name: "sign-in-refused",
    of: "nobody",
    show: async (stage) => {
      await stage.go("/sign-in");
      await signIn(stage, "not the password");
      await troubled(stage);
    },
  },
  { name: "sign-up", of: "nobody", show: (stage) => stage.go("/sign-up") },
  {
    name: "sign-up-problems",
    of: "nobody",
    show: async (stage) => {
      await stage.go("/sign-up");
      await stage.press("auth.sign-up.submit");
      await expect(stage.page.locator("[aria-invalid=true]").first()).toBeVisible();
    },
  },
  {
    name: "offline-page",
    of: "nobody",
    show: async ({ page }) => {
      // it looks for the site now and then, and would find it
      await page.route("**/api/health", never);
      await page.goto("/offline");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    },
    after: ({ page }) => page.goto("about:blank"),
  },
  { name: "page-not-found", of: "nobody", show: (stage) => stage.go("/nowhere") },
  {
    name: "empty-first",
    of: "newcomer",
    show: async (stage) => {
      await stage.go("/");
      await modelsCounted(stage);
    },
  },
  {
    name: "empty-without-keys",
    of: "newcomer",
    show: async (stage) => {
      await withoutKeys(stage);
      await expect(stage.page.getByRole("main").locator("code").first()).toBeVisible();
    },
  },
  ...(["key_refused", "unreachable"] as const).map(
    (problem): Screen => ({
      name: `empty-${problem.replace("_", "-")}`,
      of: "newcomer",
      show: async (stage) => {
        await withoutLists(stage, problem);
        await expect(stage.page.getByRole("main").getByRole("complementary")).toBeVisible();
      },
    }),
  ),
  {
    name: "archive-empty",
    of: "newcomer",
    show: async (stage) => {
      await stage.go("/archive");
      await expect(stage.page.getByText(stage.words("put-away.archive.empty-title"))).toBeVisible();
    },
  },
  {
    name: "trash-empty",
    of: "newcomer",
    show: async (stage) => {
      await stage.go("/trash");
      await expect(stage.page.getByText(stage.words("put-away.trash.empty-title"))).toBeVisible();
    },
  },
  {
    name: "usage-empty",
    of: "newcomer",
    show: async (stage) => {
      await stage.go("/usage");
      await expect(stage.page.getByText(stage.words("usage.empty-title"))).toBeVisible();
    },
  },
  {
    name: "archive",
    show: async (stage) => {
      await stage.go("/archive");
      await listed(stage);
    },
  },
  {
    name: "trash",
    closes: true,
    show: async (stage) => {
      await stage.go("/trash");
      await listed(stage);
    },
  },
  {
    name: "trash-question",
    closes: true,
    show: async (stage) => {
      await stage.go("/trash");
      await stage.press("put-away.empty-trash");
      await expect(stage.page.getByRole("dialog")).toBeVisible();
    },
  },
  { name: "archive-loading", show: (stage) => withAnswer(stage, /\/api\/archive/, "never", "/archive") },
  {
    name: "archive-not-loaded",
    show: async (stage) => {
      await withAnswer(stage, /\/api\/archive/, "bad", "/archive");
      await troubled(stage);
    },
  },
  { name: "trash-loading", show: (stage) => withAnswer(stage, /\/api\/trash/, "never", "/trash") },
  {
    name: "trash-not-loaded",
    show: async (stage) => {
      await withAnswer(stage, /\/api\/trash/, "bad", "/trash");
      await troubled(stage);
    },
  },
  {
    name: "models",
    main: true,
    show: async (stage) => {
      await stage.go("/models");
      await counted(stage);
    },
  },
  {
    name: "models-nothing-found",
    show: async (stage) => {
      await stage.go("/models?q=acme");
      await counted(stage);
    },
  },
  {
    name: "models-compared",
    show: async (stage) => {
      const chosen = ["openai/gpt-5", "anthropic/claude-sonnet-4.5"].map((id) => `compare=openrouter:${id}`).join("&");
      await stage.go(`/models?${chosen}&view=compare`);
      await expect(stage.page.getByRole("table")).toBeVisible();
    },
  },
  { name: "models-loading", show: (stage) => withAnswer(stage, /\/api\/models$/, "never", "/models") },
  {
    name: "models-not-loaded",
    show: async (stage) => {
      await withAnswer(stage, /\/api\/models$/, "bad", "/models");
      await troubled(stage);
    },
  },
  {
    name: "usage",
    main: true,
    show: async (stage) => {
      await stage.go("/usage");
      await expect(stage.page.getByRole("main").getByRole("table").last()).toBeVisible();
    },
  },
  { name: "usage-loading", show: (stage) => withAnswer(stage, /\/api\/usage/, "never", "/usage") },
  {
    name: "usage-not-loaded",
    show: async (stage) => {
      await withAnswer(stage, /\/api\/usage/, "bad", "/usage");
      await troubled(stage);
    },
  },
];

/** All screens; those of one page stand together. */
export const screens: Screen[] = [...others, ...chatScreens, ...overChatScreens, ...sidebarScreens];
