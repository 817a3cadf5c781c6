import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    environment: "node",
    // a machine that is busy is no reason to fail
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    // tests lie beside the code; e2e/*.spec.ts are Playwright's
    include: [
      "{app,lib,components,scripts,bench}/**/*.test.{ts,tsx}",
      "e2e/{fake-provider,support,torture}/**/*.test.ts",
    ],
  },
});
