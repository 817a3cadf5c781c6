import type { Page } from "@playwright/test";
import { chatOn } from "./support/chat.ts";
import { expect, test } from "./support/fixtures.ts";
import { addConversation, said } from "./support/long.ts";
import { seeMainScreens } from "./support/main-screens.ts";

/** Notes whatever moves for more than a millisecond, and each smooth scrolling that a script asks for. */
async function watchMotion(page: Page): Promise<() => string[]> {
  const moved = new Set<string>();
  await page.exposeFunction("noteMotion", (what: string) => void moved.add(what));
  await page.addInitScript(() => {
    const { noteMotion } = window as unknown as { noteMotion: (what: string) => void };
    const look = () => {
      for (const animation of document.getAnimations()) {
        const { duration = 0, iterations = 1 } = animation.effect?.getComputedTiming() ?? {};
        if (Number(duration) * iterations <= 1) continue;
        const target = (animation.effect as KeyframeEffect | null)?.target;
        const { animationName, transitionProperty } = animation as Partial<CSSAnimation & CSSTransition>;
        noteMotion(`${location.pathname}: ${animationName ?? transitionProperty} of ${target?.tagName}`);
      }
    };
    for (const event of ["animationstart", "transitionrun"]) document.addEventListener(event, look, true);
    const noteSmooth = (options: unknown) => {
      if ((options as ScrollOptions | undefined)?.behavior === "smooth") noteMotion(`${location.pathname}: scrolling`);
    };
    for (const name of ["scrollTo", "scrollBy", "scroll", "scrollIntoView"] as const) {
      const scroll = Element.prototype[name] as (...given: unknown[]) => void;
      Element.prototype[name] = function (this: Element, ...given: unknown[]) {
        noteSmooth(given[0]);
        scroll.apply(this, given);
      };
    }
  });
  return () => [...moved];
}

for (const reducedMotion of ["reduce", "no-preference"] as const) {
  const still = reducedMotion === "reduce";
  test(`${still ? "nothing moves for who wants less motion" : "for all others some things move: the watch sees it"}`, async ({
    page,
    app,
    account,
    signIn,
    clientFor,
    provider,
  }) => {
    const conversationId = await addConversation(app, clientFor(account), said(60));
    await page.emulateMedia({ reducedMotion });
    const moved = await watchMotion(page);
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in" }).hover();
    await signIn(page, account);
    const smooth: string[] = [];
    await seeMainScreens(page, {
      conversationId,
      see: async (screen) => {
        const found = await page.evaluate(() =>
          [...document.querySelectorAll("*")].some((element) => getComputedStyle(element).scrollBehavior === "smooth"),
        );
        if (found) smooth.push(screen);
      },
    });

    // back to the end, and an answer that thinks
    const chat = chatOn(page);
    await page.goto(`/c/${conversationId}`);
    const list = page.getByRole("region", { name: "Conversation", exact: true });
    await list.hover();
    const jump = page.getByRole("button", { name: "Jump to latest" });
    // until the page hears of it
    await expect(async () => {
      await page.mouse.wheel(0, -700);
      await expect(jump).toBeVisible({ timeout: 500 });
    }).toPass();
    await jump.click();
    await expect.poll(() => list.evaluate(({ scrollTop }) => Math.abs(scrollTop) < 2)).toBe(true);
    await chat.chooseModel("openai:scenario/held:after=0");
    await chat.send("Does anything move?");
    await provider.waitForCall({ text: "Does anything move?", held: true });
    await expect(chat.stopButton).toBeVisible();
    await chat.stopButton.click();
    await chat.waitFor("stopped");
    if (!still) return expect(moved()).toEqual(expect.arrayContaining([expect.stringContaining(": scrolling")]));
    expect(moved()).toEqual([]);
    expect(smooth).toEqual([]);
  });
}

test("what goes out of sight is gone at once for who wants less motion, however deep it stands", async ({
  page,
  account,
  signIn,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page, account);
  await page.goto("/");
  const left = await page.getByRole("main").evaluate((element) => {
    element.style.visibility = "hidden";
    return [...element.querySelectorAll("*")]
      .filter((inner) => getComputedStyle(inner).visibility !== "hidden")
      .map(({ tagName }) => tagName);
  });
  expect(left).toEqual([]);
});
