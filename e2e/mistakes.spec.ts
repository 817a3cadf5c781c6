import { createHmac } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { FakeProvider } from "./fake-provider/server.ts";
import { type Account, randomAddress, signUp } from "./support/accounts.ts";
import { type App, startApp } from "./support/app.ts";
import { newQuestion, storedConversation } from "./support/chat.ts";
import { type Client, clientFor } from "./support/client.ts";
import { faultyTokens } from "./support/faulty-tokens.ts";
import { expect, test } from "./support/fixtures.ts";
import { callRow, isPage, matrix, nameOf, readText } from "./support/route-matrix.ts";
import { unknownThings } from "./support/stage.ts";
import { allEvents, composeTurn, numberedWords, textOf } from "./support/turns.ts";

// SF-11: a mistake in the program, met by one person on every route, while another one's answer is being written.

const guarded = matrix.filter(({ access }) => access === "signed-in");

let own: App;
test.beforeEach(async ({ provider, sharedEnv }) => {
  const preload = pathToFileURL(path.join(import.meta.dirname, "support/faulty-database.ts"));
  own = await startApp({ provider, env: { ...sharedEnv, NODE_OPTIONS: `--import ${preload}` } });
});
test.afterEach(() => own.dispose());

/** Somebody with a session cookie that the server signed, and a token of our own. */
function personWith(token: string): Account {
  const signature = createHmac("sha256", own.env.BETTER_AUTH_SECRET ?? "")
    .update(token)
    .digest("base64");
  const cookie = `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
  return { name: "Canary", email: "canary@example.com", password: "", cookie, address: randomAddress() };
}

/** Calls every route that wants a session, as somebody. */
async function callAll(client: Client, person: Account, check: (route: string, response: Response) => Promise<void>) {
  for (const row of guarded) {
    for (const call of row.calls(unknownThings(), person)) await check(nameOf(row), await callRow(client, row, call));
  }
}

/** What an answer says that another person waits for, while the others meet their mistakes. */
async function whileAliceWaits(provider: FakeProvider, work: () => Promise<void>): Promise<void> {
  const client = clientFor(own, await signUp(own));
  const question = newQuestion();
  const turn = composeTurn(question, { modelId: "openai:scenario/held:after=3,tokens=6" });
  const answer = client.post("/api/chat", turn).then(allEvents);
  await provider.waitForCall({ text: question, held: true });
  const { pid } = own;
  await work();
  provider.release({ text: question });
  expect(textOf(await answer)).toBe(numberedWords(6));
  expect((await storedConversation(client, turn.conversationId)).messages.at(-1)?.status).toBe("complete");
  expect(process.kill(pid, 0)).toBe(true);
}

test("SF-11 a throw in any route is a 500 for one, tells nothing, and others are unaffected", async ({ provider }) => {
  const bob = personWith(faultyTokens.throws);
  const pages = new Set(guarded.filter(isPage).map(nameOf));
  await whileAliceWaits(provider, async () => {
    await callAll(clientFor(own, bob), bob, async (route, response) => {
      const text = await readText(response);
      expect.soft(response.status, route).toBe(500);
      expect.soft(text, route).not.toMatch(/canary-mistake|TypeError|\.ts:\d|node_modules/);
      if (!pages.has(route)) expect.soft(JSON.parse(text), route).toMatchObject({ error: { code: "internal" } });
    });
  });
  // the operator is told what the person is not
  expect(own.output()).toContain("canary-mistake");
});

test("SF-11 the page says in words that something went wrong, and works again afterwards", async ({ page }) => {
  const [name = "", value = ""] = personWith(faultyTokens.throws).cookie.split("=", 2);
  await page.context().addCookies([{ name, value, url: own.url }]);
  expect((await page.goto(own.url))?.status()).toBe(500);
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await expect(page.getByText("canary-mistake")).toHaveCount(0);
  const [good = "", session = ""] = (await signUp(own)).cookie.split("=", 2);
  await page.context().addCookies([{ name: good, value: session, url: own.url }]);
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
});

for (const [what, token] of [
  ["a rejection that nobody hears", faultyTokens.rejectsUnheard],
  ["a throw apart from any request", faultyTokens.throwsLater],
] as const) {
  test(`SF-11 ${what} ends nothing: the server goes on for everybody`, async ({ provider }) => {
    const bob = personWith(token);
    await whileAliceWaits(provider, async () => {
      await callAll(clientFor(own, bob), bob, async (route, response) => {
        await readText(response);
        // his session does not exist: pages lead to the form, routes refuse
        expect.soft([307, 401], route).toContain(response.status);
      });
    });
    await expect.poll(() => own.output()).toContain("canary-mistake");
  });
}
