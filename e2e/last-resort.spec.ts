import { expect, test } from "./support/fixtures.ts";
import { watchPolicy } from "./support/watch-policy.ts";

const languages = [
  { locale: "en-US", lang: "en", title: "Something went wrong", reload: "Reload", home: "Go to the start page" },
  { locale: "zh-CN", lang: "zh-CN", title: "出错了", reload: "重新加载", home: "返回首页" },
];
for (const { locale, lang, title, reload, home } of languages) {
  test.describe(`in ${lang}`, () => {
    test.use({ locale });

    test(`when the frame of the page itself fails, a page says so in ${lang}, in the site's look`, async ({
      page,
      context,
      baseURL,
    }) => {
      const heard = await watchPolicy(context);
      await context.addCookies([{ name: "theme", value: "dark", url: baseURL }]);
      // the worker is registered from beside all pages, above what catches a page's own mistakes, once the page has loaded
      await page.addInitScript(() => {
        if (sessionStorage.getItem("mended")) return;
        Object.defineProperty(document, "readyState", { get: () => "interactive" });
        const add = window.addEventListener.bind(window) as (...given: unknown[]) => void;
        window.addEventListener = (...given: unknown[]) => {
          if (given[0] === "load" && JSON.stringify(given[2]) === '{"once":true}') throw new Error("planned");
          add(...given);
        };
      });
      await page.goto("/sign-in");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page).toHaveTitle(`${title} · Switchboard`);
      await expect(page.getByRole("link", { name: home })).toHaveAttribute("href", "/");
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
        "rgb(20, 23, 22)",
      );
      expect(heard().filter((line) => !line.includes("planned"))).toEqual([]);
      await page.evaluate(() => sessionStorage.setItem("mended", "yes"));
      await page.getByRole("button", { name: reload }).click();
      await expect(page.locator("[name=password]")).toBeVisible();
    });
  });
}
