import { randomBytes } from "node:crypto";
import { test as base, type Page } from "@playwright/test";
import { type FakeProvider, startFakeProvider } from "../fake-provider/server.ts";
import { type Account, randomAddress, signUp } from "./accounts.ts";
import { type App, type AppEnv, startApp } from "./app.ts";
import { type Client, clientFor } from "./client.ts";
import type { Engine } from "./database.ts";
import { startSqld } from "./sqld.ts";

export { expect } from "@playwright/test";

type WorkerFixtures = {
  engine: Engine;
  provider: FakeProvider;
  /** what both apps share: the secret, and a libSQL server's address */
  sharedEnv: AppEnv;
  /** one app for all tests of the worker: do not stop it; `startApp` gives a test one of its own */
  app: App;
  /** a second process on the same database, as another instance behind a load balancer */
  secondApp: App;
};

type TestFixtures = {
  /** a new person */
  account: Account;
  /** more new people */
  newAccount: (given?: Partial<Account>) => Promise<Account>;
  /** gives the page the account's session */
  signIn: (page: Page, account: Account) => Promise<void>;
  /** an HTTP client that is this person, or a stranger; to `app` unless another one is named */
  clientFor: (account: Account | null, app?: App) => Client;
  usualProvider: undefined;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  engine: ["file", { option: true, scope: "worker" }],

  provider: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const provider = await startFakeProvider();
      await use(provider);
      await provider.close();
    },
    { scope: "worker" },
  ],

  sharedEnv: [
    async ({ engine }, use) => {
      const secrets = { BETTER_AUTH_SECRET: randomBytes(33).toString("base64") };
      if (engine === "file") return use(secrets);
      const sqld = await startSqld();
      await use({ ...secrets, DATABASE_URL: sqld.url });
      await sqld.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],

  app: [
    async ({ provider, sharedEnv }, use) => {
      const app = await startApp({ provider, env: sharedEnv });
      await use(app);
      await app.dispose();
    },
    { scope: "worker", timeout: 90_000 },
  ],

  secondApp: [
    async ({ provider, sharedEnv, app }, use) => {
      const second = await startApp({ provider, env: { ...sharedEnv, DATABASE_URL: app.databaseUrl } });
      await use(second);
      await second.dispose();
    },
    { scope: "worker", timeout: 90_000 },
  ],

  // what one test changes about the provider ends with it
  usualProvider: [
    async ({ provider }, use) => {
      await use(undefined);
      provider.reset();
    },
    { auto: true },
  ],

  baseURL: ({ app }, use) => use(app.url),

  // a page's requests come from an address of their own, too
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  extraHTTPHeaders: ({}, use) => use({ "x-forwarded-for": randomAddress() }),

  account: async ({ app }, use) => use(await signUp(app)),

  newAccount: ({ app }, use) => use((given) => signUp(app, given)),

  signIn: ({ app }, use) =>
    use(async (page, account) => {
      const cookies = account.cookie.split("; ").map((pair) => {
        const [name = "", ...value] = pair.split("=");
        return { name, value: value.join("="), url: app.url, httpOnly: true, sameSite: "Lax" as const };
      });
      await page.context().addCookies(cookies);
    }),

  clientFor: ({ app }, use) => use((account, other = app) => clientFor(other, account)),
});
