import { AxeBuilder } from "@axe-core/playwright";
import type { App } from "./support/app.ts";
import { startApp } from "./support/app.ts";
import { enter } from "./support/chat.ts";
import { test as base, expect } from "./support/fixtures.ts";
import { scripts } from "./support/pictures.ts";
import { type Look, open, play, screens } from "./support/screens.ts";

/** WCAG 2.2 AA, and what axe holds to be good practice. */
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// an app whose answers may stay half written for as long as the screens are looked at
const test = base.extend<object, { app: App }>({
  app: [
    async ({ provider, sharedEnv }, use) => {
      provider.setTitles("fail");
      const app = await startApp({
        provider,
        env: { ...sharedEnv, CHUNK_SECONDS: "3600", FIRST_CHUNK_SECONDS: "3600" },
      });
      await use(app);
      await app.dispose();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

const looks: Look[] = [
  { locale: "en", theme: "light", device: "desktop" },
  { locale: "zh-CN", theme: "dark", device: "desktop" },
  { locale: "zh-CN", theme: "light", device: "phone" },
  { locale: "en", theme: "dark", device: "phone" },
];

for (const look of looks) {
  test(`axe finds nothing on any screen: ${look.locale}, ${look.theme}, ${look.device}`, async ({
    browser,
    provider,
    app,
  }) => {
    test.setTimeout(300_000);
    const scene = await play(app, provider, { ...scripts[look.locale], email: `${crypto.randomUUID()}@example.com` });
    const context = await open(browser, app, look);
    const page = await context.newPage();
    const found: string[] = [];
    const check = async (screen: string) => {
      const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
      for (const { id, nodes } of violations) {
        found.push(`${screen}: ${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ""}`).join(" | ")}`);
      }
    };
    for (const name of ["sign-in", "sign-up"]) {
      await page.goto(`/${name}`);
      await check(name);
    }
    await enter(page, app, scene.account);
    for (const [name, reach] of Object.entries(screens)) {
      await reach(page, scene, look);
      await check(name);
      await context.setOffline(false);
    }
    expect(found).toEqual([]);
    await context.close();
  });
}
