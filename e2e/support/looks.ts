import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { type Locale, localeCookie, type Theme, themeCookie } from "../../lib/settings/schema.ts";
import { type Account, randomAddress } from "./accounts.ts";
import type { App } from "./app.ts";
import type { Scene } from "./scene.ts";
import { wordsOf } from "./words.ts";

export const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const;
export type Device = keyof typeof devices;
export type Look = { locale: Locale; theme: Theme; device: Device };

export type Screen = {
  name: string;
  /** does what is needed to see it, and waits until it is there */
  show: (stage: Stage) => Promise<unknown>;
  /** whose page it is; the person's with much to look at, unless told */
  of?: "nobody" | "newcomer";
  /** takes back what would be seen on other screens */
  after?: (stage: Stage) => Promise<unknown>;
  /** Escape gives back the page as it was: what comes next need not load it anew */
  closes?: true;
  /** there is such a thing on one of them only */
  only?: Device;
  /** one of those that people see most: its picture is taken in every look */
  main?: true;
};

/** A page that goes from one screen to another. */
export class Stage {
  /** the address that was loaded and is as it was since; null when something happened there */
  #at: string | null = null;
  #who: Screen["of"] | "person" | null = null;

  readonly page: Page;
  readonly app: App;
  readonly scene: Scene;
  readonly locale: Locale;

  constructor(page: Page, app: App, scene: Scene, locale: Locale) {
    this.page = page;
    this.app = app;
    this.scene = scene;
    this.locale = locale;
  }

  /** The page's words for a key of messages/. */
  words = (key: string): string => wordsOf(this.locale, key);
  button = (key: string) => this.page.getByRole("button", { name: this.words(key) });
  press = (key: string) => this.button(key).last().click();

  /** Shows a screen, and nothing of the one before it. */
  async show(screen: Screen): Promise<void> {
    await this.#be(screen.of ?? "person");
    await screen.show(this);
  }

  /** Ends what a screen has begun. */
  async leave(screen: Screen): Promise<void> {
    await screen.after?.(this);
    if (screen.closes) {
      await this.page.keyboard.press("Escape");
      await expect(this.page.locator("dialog[open], [role=menu], main search")).toHaveCount(0);
      return;
    }
    this.#at = null;
    await this.page.unrouteAll({ behavior: "ignoreErrors" });
    await this.page.context().setOffline(false);
  }

  /** Goes to an address, unless the page is there and as it was. */
  async go(path: string): Promise<void> {
    if (this.#at === path) return;
    await this.page.goto(path);
    this.#at = path;
  }

  /** The conversation that is shown most, and in it the name of its model instead of its id. */
  async goToFinished(): Promise<void> {
    await this.go(`/c/${this.scene.ids.finished}`);
    await expect(this.button("models.button")).toHaveText("OpenAI: GPT-5");
  }

  /** Where the list of conversations is a drawer, opens it. */
  async openDrawer(): Promise<void> {
    const opener = this.button("sidebar.open");
    if (await opener.isVisible()) await opener.click();
  }

  async #be(who: Screen["of"] | "person"): Promise<void> {
    if (who === this.#who) return;
    this.#who = who;
    this.#at = null;
    const { account, newcomer } = this.scene;
    const known: Account | null = who === "nobody" ? null : who === "newcomer" ? newcomer : account;
    const context = this.page.context();
    await context.clearCookies({ name: /session/ });
    const [name = "", value = ""] = known?.cookie.split("; ", 1)[0]?.split("=", 2) ?? [];
    if (known) await context.addCookies([{ name, value, url: this.app.url, httpOnly: true, sameSite: "Lax" }]);
  }
}

/** A browser's page in a look. */
export async function openStage(browser: Browser, app: App, scene: Scene, look: Look): Promise<Stage> {
  const context: BrowserContext = await browser.newContext({
    ...devices[look.device],
    locale: look.locale,
    timezoneId: "UTC",
    reducedMotion: "reduce",
    baseURL: app.url,
    extraHTTPHeaders: { "x-forwarded-for": randomAddress() },
  });
  const cookies = { [localeCookie]: look.locale, [themeCookie]: look.theme };
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: app.url })));
  return new Stage(await context.newPage(), app, scene, look.locale);
}
