import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { startApp } from "./support/app.ts";
import { test } from "./support/fixtures.ts";
import { type Look, openStage, type Screen } from "./support/looks.ts";
import { scripts } from "./support/pictures.ts";
import { play, setStage } from "./support/scene.ts";
import { screens } from "./support/screens.ts";

// `npm run screenshots`: pictures of every screen, into docs/screens/. The README shows one of them.

const folder = path.resolve(import.meta.dirname, "../docs/screens");
test.setTimeout(1_800_000);
test.use({ trace: "off" });

/** The moment on the pictures, in the app and in the browser. */
const now = new Date("2026-03-18T16:20:00Z");

const looks: Look[] = (["desktop", "phone"] as const).flatMap((device) =>
  (["light", "dark"] as const).flatMap((theme) =>
    (["en", "zh-CN"] as const).map((locale) => ({ device, theme, locale })),
  ),
);

/**
 * Main screens in every look; each other one in four of the eight, so that each theme, language and size is seen, and each
 * with each other. All eight of all would be twice the files.
 */
function isTaken({ main, only }: Screen, { device, theme, locale }: Look): boolean {
  if (only && only !== device) return false;
  return main || (locale === "en") === ((theme === "light") === (device === "desktop"));
}

/** WebP: a third of what PNG takes. Playwright itself knows only how to ask for others. */
async function shoot(page: Page, file: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 86 });
  await session.detach();
  writeFileSync(path.join(folder, file), Buffer.from(data, "base64"));
}

test("pictures of every screen", async ({ browser, provider }, testInfo) => {
  setStage(provider);
  mkdirSync(testInfo.outputDir, { recursive: true });
  const clockFile = testInfo.outputPath("clock");
  writeFileSync(clockFile, String(now.getTime() - Date.now()));
  const preload = pathToFileURL(path.join(import.meta.dirname, "support/shifted-clock.ts"));
  const app = await startApp({
    provider,
    env: {
      CLOCK_FILE: clockFile,
      NODE_OPTIONS: `--import ${preload}`,
      DEFAULT_MODEL: "openrouter:anthropic/claude-sonnet-4.5",
      CHUNK_SECONDS: "3600",
      FIRST_CHUNK_SECONDS: "3600",
      MAX_TURN_SECONDS: "7200",
    },
  });
  try {
    const scenes = {
      en: await play(app, provider, scripts.en, now),
      "zh-CN": await play(app, provider, scripts["zh-CN"], now),
    };
    const chosen = process.env.SCREENS?.split(",");
    if (!chosen) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const look of looks) {
      const { device, theme, locale } = look;
      const stage = await openStage(browser, app, scenes[locale], look);
      const { page } = stage;
      await page.clock.setFixedTime(now);
      // a blinking caret is there on one picture and not on the next
      await page.addInitScript(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("* { caret-color: transparent !important; }");
        document.adoptedStyleSheets.push(sheet);
      });
      for (const screen of screens.filter((one) => isTaken(one, look) && (!chosen || chosen.includes(one.name)))) {
        await test.step(`${screen.name}, ${locale}, ${theme}, ${device}`, async () => {
          await stage.show(screen);
          await shoot(page, `${screen.name}-${locale}-${theme}-${device}.webp`);
          await stage.leave(screen);
        });
      }
      await page.context().close();
    }
  } finally {
    await app.dispose();
  }
});
