import path from "node:path";
import type { Page } from "@playwright/test";
import { startApp } from "./support/app.ts";
import { enter } from "./support/chat.ts";
import { test } from "./support/fixtures.ts";
import { scripts } from "./support/pictures.ts";
import { click, type Device, devices, type Look, open, play, screens } from "./support/screens.ts";

// `npm run screenshots`: every screen, into screenshots/, and the picture of the README.

const root = path.resolve(import.meta.dirname, "..");
test.setTimeout(900_000);

async function shoot(page: Page, name: string, { locale, theme, device }: Look): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const file = path.join(root, "screenshots", `${device}-${theme}-${locale}`, `${name}.png`);
  await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
}

test("pictures of every screen", async ({ browser, provider }) => {
  provider.setTitles("fail");
  const app = await startApp({ provider, env: { CHUNK_SECONDS: "3600", FIRST_CHUNK_SECONDS: "3600" } });
  try {
    const scenes = { en: await play(app, provider, scripts.en), "zh-CN": await play(app, provider, scripts["zh-CN"]) };
    for (const device of Object.keys(devices) as Device[]) {
      for (const theme of ["light", "dark"] as const) {
        for (const locale of ["en", "zh-CN"] as const) {
          const look = { device, theme, locale };
          const context = await open(browser, app, look);
          const page = await context.newPage();
          for (const name of ["sign-in", "sign-up"]) {
            await page.goto(`/${name}`);
            await shoot(page, name, look);
          }
          await click(page, /^(Sign up|注册)$/);
          await shoot(page, "sign-up-problems", look);
          await enter(page, app, scenes[locale].account);
          for (const [name, reach] of Object.entries(screens)) {
            await reach(page, scenes[locale], look);
            await shoot(page, name, look);
            await context.setOffline(false);
          }
          await context.close();
        }
      }
    }
    const context = await open(browser, app, { locale: "en", theme: "light", device: "desktop" });
    const page = await context.newPage();
    await enter(page, app, scenes.en.account);
    await screens["3-finished"]?.(page, scenes.en, { locale: "en", theme: "light", device: "desktop" });
    await page.screenshot({ path: path.join(root, "docs/screenshot.png"), animations: "disabled", caret: "hide" });
    await context.close();
  } finally {
    await app.dispose();
  }
});
