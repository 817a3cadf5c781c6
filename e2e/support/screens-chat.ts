import { expect } from "@playwright/test";
import type { Screen } from "./looks.ts";
import {
  modelsCounted,
  offerDraft,
  openFromSidebar,
  troubled,
  withNewerBuild,
  withoutLaterParts,
} from "./screens-trouble.ts";

/** The chat page. */
export const chatScreens: Screen[] = [
  {
    name: "empty",
    main: true,
    show: async (stage) => {
      await stage.go("/");
      await expect(stage.button("models.button")).toHaveText(/^[^:]+: /);
      await modelsCounted(stage);
    },
  },
  {
    name: "chat",
    main: true,
    closes: true,
    show: async (stage) => {
      await stage.goToFinished();
      await expect(stage.page.getByRole("article").last().locator("pre [class^=code-]").first()).toBeVisible();
    },
  },
  {
    name: "messages-not-loaded",
    show: async (stage) => {
      await withoutLaterParts(stage, "/");
      await expect(stage.button("models.button")).toHaveText(/^[^:]+: /);
      await stage.openDrawer();
      await stage.page.locator(`a[href="/c/${stage.scene.ids.troubles}"]`).click();
      await troubled(stage);
    },
  },
  {
    name: "chat-thought",
    show: async (stage) => {
      await stage.go(`/c/${stage.scene.ids.thought}`);
      await stage.page.locator("summary").click();
      await expect(stage.page.locator("details em")).toBeVisible();
    },
  },
  {
    name: "chat-rich",
    main: true,
    show: async (stage) => {
      await stage.go(`/c/${stage.scene.ids.rich}`);
      const answer = stage.page.getByRole("article").last();
      await expect(answer.locator("pre [class^=code-]").first()).toBeVisible();
      await expect(answer.locator(".diagram img")).toBeVisible();
      await expect(answer.locator("math").first()).toBeAttached();
    },
  },
  {
    name: "chat-long-words",
    show: async (stage) => {
      await stage.go(`/c/${stage.scene.ids.long}`);
      await expect(stage.page.getByRole("table")).toHaveCount(2);
    },
  },
  {
    name: "chat-answering",
    show: async (stage) => {
      await stage.go(`/c/${stage.scene.ids.running}`);
      await expect(stage.page.getByRole("article").last()).toHaveAttribute("data-status", "running");
      await expect(stage.page.getByRole("table")).toBeVisible();
    },
  },
  {
    name: "chat-queue",
    show: async (stage) => {
      const { page, scene } = stage;
      await stage.go(`/c/${scene.ids.running}`);
      await expect(page.getByRole("table")).toBeVisible();
      await page.getByRole("textbox").fill(scene.script.next);
      // the page has taken the box over
      await expect(stage.button("composer.send")).toBeEnabled();
      await page.keyboard.press("Enter");
      await expect(stage.button("waiting.remove")).toBeVisible();
    },
    after: (stage) => stage.press("waiting.remove"),
  },
  {
    name: "chat-waiting",
    show: async (stage) => {
      await stage.go(`/c/${stage.scene.ids.waiting}`);
      await expect(stage.page.getByText(stage.words("message.waiting"))).toBeVisible();
    },
  },
  {
    name: "chat-troubles",
    show: async (stage) => {
      await stage.go(`/c/${stage.scene.ids.troubles}`);
      await troubled(stage);
    },
  },
  {
    name: "chat-offline",
    show: async (stage) => {
      const { page, scene } = stage;
      await stage.go(`/c/${scene.ids.thought}`);
      await page.context().setOffline(true);
      await page.getByRole("textbox").fill(scene.script.next);
      // the page has taken the box over
      await expect(stage.button("composer.send")).toBeEnabled();
      await page.keyboard.press("Enter");
      await expect(stage.button("waiting.remove")).toBeVisible();
    },
    after: (stage) => stage.press("waiting.remove"),
  },
  {
    name: "draft-offered",
    show: async (stage) => {
      await stage.goToFinished();
      await offerDraft(stage);
      await expect(stage.page.getByRole("article").last().locator("pre [class^=code-]").first()).toBeVisible();
    },
    after: async (stage) => {
      await stage.press("composer.discard-draft");
      await stage.page.getByRole("textbox", { name: stage.words("composer.message") }).fill("");
    },
  },
  {
    name: "update-banner",
    show: async (stage) => {
      await withNewerBuild(stage);
      await expect(stage.button("update.reload")).toBeVisible();
      await expect(stage.page.getByRole("article").last().locator("pre [class^=code-]").first()).toBeVisible();
    },
  },
  {
    name: "edit",
    show: async (stage) => {
      await stage.goToFinished();
      const question = stage.page.locator('article[data-role="user"]').last();
      await question.hover();
      await question.getByRole("button", { name: stage.words("message.edit") }).click();
      await expect(question.getByRole("textbox")).toBeFocused();
    },
  },
  {
    name: "message-menu",
    closes: true,
    show: async (stage) => {
      await stage.goToFinished();
      await stage.press("message.options");
      await expect(stage.page.getByRole("menu")).toBeVisible();
    },
  },
  { name: "chat-loading", show: (stage) => openFromSidebar(stage, "never") },
  {
    name: "chat-not-loaded",
    show: async (stage) => {
      await openFromSidebar(stage, "bad");
      await troubled(stage);
    },
  },
  { name: "chat-not-found", show: (stage) => stage.go("/c/nothing") },
  {
    name: "error",
    show: async (stage) => {
      await stage.goToFinished();
      await stage.openDrawer();
      // a part of the page that cannot be had any more
      await stage.page.route("**/_next/static/chunks/**", (route) => route.abort());
      await stage.page.getByRole("link", { name: stage.words("sidebar.usage") }).click();
      await expect(stage.page.getByRole("heading", { name: stage.words("page.error-title") })).toBeVisible();
    },
  },
];
