import type { Account } from "./support/accounts.ts";
import { startCachingProxy } from "./support/caching-proxy.ts";
import { clientFor } from "./support/client.ts";
import {
  type Call,
  callRow,
  isPage,
  matrix,
  nameOf,
  type Row,
  readText,
  rscHeaders,
  rscPath,
} from "./support/route-matrix.ts";
import { expect, type Stage, test } from "./support/stage.ts";

/** Every way to read something; a page also in the form that Next's router reads. */
function reads({ things, alice }: Stage): { row: Row; call: Call; headers: Record<string, string> }[] {
  return matrix
    .filter(({ method }) => method === "GET")
    .flatMap((row) =>
      row
        .calls(things, alice)
        .flatMap((call) => [
          { row, call, headers: {} },
          ...(isPage(row) ? [{ row, call: { path: rscPath(call.path) }, headers: rscHeaders }] : []),
        ]),
    );
}

test("HD-6 a shared cache keeps nothing of anybody's", async ({ app, stage }) => {
  const proxy = await startCachingProxy(app.url);
  try {
    const visit = async (account: Account, secrets: string[]) => {
      const seen = new Set<string>();
      for (const { row, call, headers } of reads(stage)) {
        const response = await callRow(clientFor(proxy, account), row, call, headers);
        const label = `${nameOf(row)} ${call.path}`;
        const text = await readText(response);
        for (const secret of secrets) if (text.includes(secret)) seen.add(label);
        expect.soft(response.headers.get("x-cache"), label).toBe("miss");
        if (row.access === "public" && !isPage(row)) continue;
        const words = (response.headers.get("cache-control") ?? "").split(/, */);
        // the lists of models are the same for everybody: a browser keeps them, and asks each time
        const kept = row.route === "/api/models" ? "no-cache" : "no-store";
        expect.soft(words, label).toEqual(expect.arrayContaining(["private", kept]));
      }
      return [...seen];
    };
    for (const _round of [1, 2]) {
      // she does get what is hers in these answers, so that its absence from his means something
      expect((await visit(stage.alice, stage.secrets)).length).toBeGreaterThan(5);
      expect(await visit(stage.bob, stage.secrets)).toEqual([]);
    }
    expect(proxy.stored()).toEqual([]);
    expect(proxy.served()).toEqual([]);
  } finally {
    await proxy.close();
  }
});

test("HD-6 what sets a cookie is kept by nobody", async ({ app, newAccount }) => {
  const { email, password } = await newAccount();
  const client = clientFor(app, null);
  const answers = [
    await client.post("/api/auth/sign-in/email", { email, password }),
    await client.post("/api/auth/sign-up/email", { name: "Second", email: `second-${email}`, password }),
  ];
  for (const { headers, status } of answers) {
    expect(status).toBe(204);
    expect(headers.getSetCookie()).not.toEqual([]);
    expect(headers.get("cache-control")).toBe("private, no-store");
  }
});
