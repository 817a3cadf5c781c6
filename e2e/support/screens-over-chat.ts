import { expect } from "@playwright/test";
import type { Screen } from "./looks.ts";
import { never, trouble, withAnswer, withoutLaterParts } from "./screens-trouble.ts";

/** What opens above the chat page. */
export const overChatScreens: Screen[] = [
  {
    name: "picker",
    main: true,
    closes: true,
    show: async (stage) => {
      await stage.goToFinished();
      await stage.press("models.button");
      await expect(stage.page.getByRole("dialog").getByRole("option").nth(4)).toBeVisible();
    },
  },
  {
    name: "picker-nothing-found",
    closes: true,
    show: async (stage) => {
      await stage.goToFinished();
      await stage.press("models.button");
      await stage.page.getByRole("dialog").getByRole("searchbox").fill("acme/forty-two");
      await expect(stage.page.getByRole("dialog").getByRole("option").first()).toContainText("acme/forty-two");
    },
  },
  ...(["never", "bad"] as const).map(
    (answer): Screen => ({
      name: answer === "never" ? "picker-loading" : "picker-not-loaded",
      show: async (stage) => {
        await withAnswer(stage, /\/api\/models(\/state)?$/, answer, `/c/${stage.scene.ids.thought}`);
        await stage.press("models.button");
        const told = answer === "never" ? "status" : "alert";
        await expect(stage.page.getByRole("dialog").getByRole(told)).toBeVisible();
      },
    }),
  ),
  {
    name: "settings",
    main: true,
    closes: true,
    show: async (stage) => {
      await stage.goToFinished();
      await stage.press("settings.title");
      const dialog = stage.page.getByRole("dialog");
      const preset = dialog.getByRole("combobox", { name: stage.words("presets.begin") });
      await expect(preset.getByRole("option", { name: stage.scene.script.preset })).toBeAttached();
    },
  },
  {
    name: "palette",
    closes: true,
    show: async (stage) => {
      await stage.goToFinished();
      await stage.page.keyboard.press("Control+k");
      await expect(stage.page.getByRole("dialog").getByRole("option").first()).toBeVisible();
    },
  },
  {
    name: "palette-searching",
    closes: true,
    show: async (stage) => {
      const dialog = stage.page.getByRole("dialog");
      await stage.goToFinished();
      await stage.page.keyboard.press("Control+k");
      await dialog.getByRole("combobox").fill(stage.scene.script.find);
      await expect(dialog.getByRole("option").filter({ hasText: stage.scene.script.title })).toBeVisible();
      await expect(dialog.locator(".animate-spin")).toHaveCount(0);
    },
  },
  {
    name: "shortcuts",
    closes: true,
    only: "desktop",
    show: async (stage) => {
      await stage.goToFinished();
      await stage.press("account.shortcuts");
      await expect(stage.page.getByRole("dialog").getByRole("definition").first()).toBeVisible();
    },
  },
  {
    name: "find",
    closes: true,
    show: async (stage) => {
      await stage.goToFinished();
      await stage.press("find.open");
      const bar = stage.page.locator("main search");
      await bar.getByRole("searchbox").fill(stage.scene.script.find);
      await expect(bar.getByRole("status")).toContainText(/\d/);
    },
  },
  {
    name: "receipt",
    closes: true,
    show: async (stage) => {
      await stage.goToFinished();
      // the provider of a test has another port each time
      await stage.page.route(/\/receipt$/, async (route) => {
        const receipt = await (await route.fetch()).json();
        const provider = { ...receipt.provider, host: "openrouter.ai" };
        await route.fulfill({ json: { ...receipt, provider, servedBy: "OpenAI" } });
      });
      await stage.press("receipt.title");
      await expect(stage.page.getByRole("dialog").locator("dd").first()).toBeVisible();
    },
  },
  {
    name: "receipt-loading",
    show: async (stage) => {
      await stage.goToFinished();
      await stage.page.route(/\/receipt$/, never);
      await stage.press("receipt.title");
      await expect(stage.page.getByRole("dialog").getByRole("status")).toBeVisible();
    },
  },
  {
    name: "receipt-not-loaded",
    show: async (stage) => {
      await stage.goToFinished();
      await stage.page.route(/\/receipt$/, trouble);
      await stage.press("receipt.title");
      await expect(stage.page.getByRole("dialog").getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "part-not-loaded",
    show: async (stage) => {
      await withoutLaterParts(stage, `/c/${stage.scene.ids.finished}`);
      await expect(stage.button("models.button")).toHaveText("OpenAI: GPT-5");
      await stage.page.keyboard.press("Control+k");
      await expect(stage.page.getByRole("dialog").getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "leaving",
    closes: true,
    show: async (stage) => {
      await stage.go(`/c/${stage.scene.ids.thought}`);
      await stage.page.getByRole("article").last().getByRole("link").first().click();
      await expect(stage.page.getByRole("dialog")).toBeVisible();
    },
  },
];
