import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Locator, Page } from "@playwright/test";
import type { Account } from "./support/accounts.ts";
import { expect, test } from "./support/fixtures.ts";

/** Serves one page on an origin of its own. */
async function foreignSite(html: string) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // another name of the machine is another site, as SameSite counts them
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url, close };
}

const types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"];

for (const type of types) {
  test(`CS-6 a form of another site cannot sign a visitor in (${type})`, async ({ app, account, page }) => {
    // as text/plain this comes out as JSON: {"email":"...","password":"...","x":"="}
    const { email, password } = account;
    const name = JSON.stringify({ email, password, x: "" }).slice(0, -2).replaceAll('"', "&quot;");
    const site = await foreignSite(
      `<!doctype html><form method="post" action="${app.url}/api/auth/sign-in/email" enctype="${type}">
        <input name="${name}" value="&quot;}"><button>Win a prize</button></form>`,
    );
    try {
      await page.goto(site.url);
      const answered = page.waitForResponse((response) => response.url().endsWith("/sign-in/email"));
      await page.getByRole("button").click();
      const response = await answered;
      expect(response.request().method()).toBe("POST");
      expect(response.status()).toBe(403);
      expect(await page.context().cookies(app.url)).toEqual([]);
      await page.goto(app.url);
      await expect(page).toHaveURL(`${app.url}/sign-in`);
    } finally {
      await site.close();
    }
  });
}

/** Fills the form in and sends it, when the page's own script is there to send it. */
async function signInThrough(page: Page, { email, password }: Account) {
  const [show, hide] = ["Show characters", "Hide characters"].map((name) => page.getByRole("button", { name })) as [
    Locator,
    Locator,
  ];
  await expect(async () => {
    if (!(await hide.isVisible())) await show.click({ timeout: 500 });
    await expect(hide).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.getByLabel("Email").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const elsewhere = [
  "//evil.test/x",
  "/\\evil.test/x",
  "\\\\evil.test",
  "/\t/evil.test/x",
  "/\n/evil.test/x",
  "javascript:document.title='run'",
  "https://good.evil.test/",
  "https:evil.test",
  "/%5cevil.test",
  "/.//evil.test",
  "/x/..//evil.test",
  "/%2e//evil.test",
  "///evil.test",
];

test("AU-10 a next page elsewhere is not one", async ({ app, account, clientFor }) => {
  for (const next of elsewhere) {
    for (const page of ["sign-in", "sign-up"]) {
      const response = await clientFor(account).get(`/${page}?next=${encodeURIComponent(next)}`);
      const location = response.headers.get("location") ?? "";
      expect.soft(response.status, next).toBe(307);
      // as a browser reads it
      expect.soft(new URL(location, app.url).origin, `${next} -> ${location}`).toBe(app.url);
    }
  }
  const twice = await clientFor(account).get("/sign-in?next=//evil.test&next=/c/x");
  expect(twice.headers.get("location")).toBe("/");
});

for (const next of ["//evil.test/x", "/.//evil.test", "javascript:document.title='run'"]) {
  test(`AU-10 signing in with next=${next} stays on the site`, async ({ app, account, page }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await signInThrough(page, account);
    await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(app.url);
    expect(asked.filter((url) => !url.startsWith(app.url) && !url.startsWith("data:"))).toEqual([]);
    expect(await page.title()).not.toBe("run");
  });
}

test("AU-10 signing in leads to where one wanted to go", async ({ app, account, page }) => {
  const wanted = "/c/0190b0b0-0000-7000-8000-000000000000";
  await page.goto(wanted);
  await expect(page).toHaveURL(`${app.url}/sign-in?next=${encodeURIComponent(wanted)}`);
  await signInThrough(page, account);
  await expect(page).toHaveURL(app.url + wanted);
});
