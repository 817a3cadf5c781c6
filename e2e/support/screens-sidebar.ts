import { expect } from "@playwright/test";
import type { Screen } from "./looks.ts";
import { withMoreConversations } from "./screens-trouble.ts";

/** The list of conversations, and what is done there. */
export const sidebarScreens: Screen[] = [
  {
    name: "sidebar",
    only: "phone",
    main: true,
    show: async (stage) => {
      await stage.goToFinished();
      await stage.openDrawer();
      await expect(stage.page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "sidebar-menu",
    show: async (stage) => {
      await stage.goToFinished();
      await stage.openDrawer();
      await stage.page.locator(`li:has(a[href="/c/${stage.scene.ids.rich}"])`).getByRole("button").click();
      await expect(stage.page.getByRole("menu")).toBeVisible();
    },
  },
  {
    name: "sidebar-rename",
    show: async (stage) => {
      await stage.goToFinished();
      await stage.openDrawer();
      await stage.page.locator(`li:has(a[href="/c/${stage.scene.ids.rich}"])`).getByRole("button").click();
      await stage.page.getByRole("menuitem", { name: stage.words("sidebar.rename") }).click();
      await expect(stage.page.getByRole("textbox", { name: stage.words("sidebar.title-field") })).toBeFocused();
    },
  },
  {
    name: "sidebar-loading",
    of: "newcomer",
    show: async (stage) => {
      await withMoreConversations(stage, "never");
      await stage.openDrawer();
      await expect(stage.page.getByText(stage.words("sidebar.loading"))).toBeAttached();
    },
  },
  {
    name: "sidebar-not-loaded",
    of: "newcomer",
    show: async (stage) => {
      await withMoreConversations(stage, "bad");
      await stage.openDrawer();
      await expect(stage.page.getByText(stage.words("sidebar.failed"))).toBeVisible();
    },
  },
  {
    name: "sidebar-closed",
    only: "desktop",
    show: async (stage) => {
      await stage.goToFinished();
      await stage.press("sidebar.close");
      await expect(stage.button("sidebar.open")).toBeVisible();
    },
    after: (stage) => stage.press("sidebar.open"),
  },
  {
    name: "deleted",
    show: async (stage) => {
      const { page, scene } = stage;
      await stage.goToFinished();
      await stage.openDrawer();
      await page.locator(`a[href="/c/${scene.ids.spare}"]`).focus();
      await page.keyboard.press("Delete");
      await expect(stage.button("notices.undo")).toBeVisible();
    },
    after: async ({ page, scene }) => {
      const status = await page.evaluate(async (id) => {
        const headers = { "content-type": "application/json" };
        return (await fetch(`/api/trash/${id}/restore`, { method: "POST", headers, body: "{}" })).status;
      }, scene.ids.spare);
      expect(status).toBeLessThan(300);
    },
  },
];
