import { defineConfig } from "@playwright/test";
import { findBrowser, launchArguments } from "./e2e/support/browser.ts";
import { type Engine, testEngine } from "./e2e/support/database.ts";

const executablePath = findBrowser();

// pictures are made by `npm run screenshots` only
const withScreenshots = process.env.SWITCHBOARD_SCREENSHOTS === "1";

export default defineConfig<object, { engine: Engine }>({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: true,
  retries: 0,
  // each worker runs an app and a browser of its own
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    locale: "en-US",
    // The worker has to do with nothing but pages that cannot be reached, and has specs of its own (offline.spec.ts). To
    // the others it would only come in between, at a moment that no test waits for: `page.route` sees no page that it asks for.
    serviceWorkers: "block",
    // `--trace retain-on-failure` shows how it came to a failure, and takes a quarter longer
    screenshot: "only-on-failure",
    launchOptions: { args: launchArguments, ...(executablePath && { executablePath }) },
  },
  projects: [
    { name: "chromium", testMatch: "*.spec.ts", use: { engine: "file" } },
    // what instances share only through the database, on a libSQL server
    { name: "sqld", testMatch: "*.spec.ts", grep: /@sqld/, use: { engine: "sqld" } },
    // everything, for `npm run test:remote`; what is of a file and nothing else stays out
    ...(testEngine === "file"
      ? []
      : [{ name: "remote", testMatch: "*.spec.ts", grepInvert: /@file/, use: { engine: "file" as const } }]),
    ...(withScreenshots
      ? [{ name: "screenshots", testMatch: "screenshots.ts", use: { engine: "file" as const } }]
      : []),
  ],
});
