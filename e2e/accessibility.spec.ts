import axe from "axe-core";
import type { App } from "./support/app.ts";
import { startApp } from "./support/app.ts";
import { test as base, expect } from "./support/fixtures.ts";
import { devices, openStage, type Screen, type Stage } from "./support/looks.ts";
import { scripts } from "./support/pictures.ts";
import { play, setStage } from "./support/scene.ts";
import { screens } from "./support/screens.ts";

// one language to each worker
base.describe.configure({ mode: "parallel" });

/** WCAG 2.2 AA, and what axe holds to be good practice. */
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// an app whose answers may stay half written for as long as the screens are looked at
const test = base.extend<object, { app: App }>({
  app: [
    async ({ provider, sharedEnv }, use) => {
      setStage(provider);
      const app = await startApp({
        provider,
        env: {
          ...sharedEnv,
          DEFAULT_MODEL: "openrouter:anthropic/claude-sonnet-4.5",
          CHUNK_SECONDS: "3600",
          FIRST_CHUNK_SECONDS: "3600",
        },
      });
      await use(app);
      await app.dispose();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

/** What axe finds on the page as it stands, one line for each element. */
async function findings({ page }: Stage, only: axe.RunOnly): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    // the one frame of the site is where diagrams are drawn, which nobody sees
    const { violations } = await axe.run(document, { runOnly, iframes: false, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 300)} ${any[0]?.message ?? ""}`),
    );
  }, only);
}

const everything: axe.RunOnly = { type: "tag", values: rules };
const contrast: axe.RunOnly = { type: "rule", values: ["color-contrast"] };

/** A screen in both themes, and on a phone in one of them: there what is on the page is the same, colours aside. */
async function check(stage: Stage, screen: Screen): Promise<string[]> {
  const { page, locale } = stage;
  const wear = (theme: string) =>
    page.evaluate(async (name) => {
      document.documentElement.setAttribute("data-theme", name);
      // colours change by transitions, one after the other down the page, and without motion these still take a frame each
      const isChanging = () => document.getAnimations().some((animation) => animation instanceof CSSTransition);
      for (let frame = 0; frame === 0 || (frame < 60 && isChanging()); frame++)
        await new Promise(requestAnimationFrame);
    }, theme);
  const found: string[] = [];
  const note = async (look: string, only: axe.RunOnly) => {
    found.push(...(await findings(stage, only)).map((line) => `${screen.name}, ${look}: ${line}`));
  };
  if (screen.only !== "phone") {
    await wear("light");
    await note("light", everything);
    await wear("dark");
    await note("dark", contrast);
    await page.setViewportSize(devices.phone.viewport);
  }
  if (screen.only !== "desktop") {
    await wear(locale === "en" ? "dark" : "light");
    await note("phone", everything);
  }
  await wear("light");
  await page.setViewportSize(devices.desktop.viewport);
  return found;
}

// a trace of so many pages takes longer than they do
test.use({ trace: "off" });

for (const locale of ["en", "zh-CN"] as const) {
  test(`axe finds nothing on any screen, in both themes, on a desk and on a phone: ${locale}`, async ({
    browser,
    provider,
    app,
  }) => {
    test.setTimeout(600_000);
    const script = { ...scripts[locale], email: `${crypto.randomUUID()}@example.com` };
    const newcomer = { ...script.newcomer, email: `${crypto.randomUUID()}@example.com` };
    const scene = await play(app, provider, { ...script, newcomer });
    const stage = await openStage(browser, app, scene, { locale, theme: "light", device: "desktop" });
    const found: string[] = [];
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        if (screen.only === "phone") await stage.page.setViewportSize(devices.phone.viewport);
        await stage.show(screen);
        found.push(...(await check(stage, screen)));
        await stage.leave(screen);
      });
    }
    expect(found).toEqual([]);
    await stage.page.context().close();
  });
}
