import type { HeaderChanges } from "./support/client.ts";
import { callRow, isMutation, isPage, matrix, nameOf, rscHeaders, rscPath } from "./support/route-matrix.ts";
import { expect, lastingRows, test } from "./support/stage.ts";

const mutations = matrix.filter(isMutation);

test("CS-1 nothing can be changed from another site", async ({ app, stage, clientFor, provider }) => {
  const { host, port } = new URL(app.url);
  const origins: Record<string, HeaderChanges> = {
    "another site": { origin: "https://evil.test" },
    "a site that begins alike": { origin: `http://localhost:${port}.evil.test` },
    "null, as a sandboxed frame has": { origin: "null" },
    "none, with a cookie": { origin: null },
    empty: { origin: "" },
    "a subdomain": { origin: `http://sub.${host}` },
    "the other scheme": { origin: `https://${host}` },
    "another port": { origin: `http://localhost:${Number(port) + 1}` },
    "no port": { origin: "http://localhost" },
    "another name of this machine": { origin: `http://127.0.0.1:${port}` },
    "ours, in a request that the browser calls cross-site": { "sec-fetch-site": "cross-site" },
    "ours, in a request that the browser calls same-site": { "sec-fetch-site": "same-site" },
    "none, but a referrer of ours": { origin: null, referer: `${app.url}/` },
  };
  const client = clientFor(stage.alice);
  const [calls, rows] = [provider.log().length, await lastingRows(app)];
  for (const row of mutations) {
    for (const [name, headers] of Object.entries(origins)) {
      for (const call of row.calls(stage.things, stage.alice)) {
        const response = await callRow(client, row, call, headers);
        const label = `${nameOf(row)} ${call.path} from ${name}`;
        expect.soft(response.status, label).toBe(403);
        expect.soft(await response.json(), label).toMatchObject({ error: { code: "forbidden_origin" } });
        expect.soft(response.headers.getSetCookie(), label).toEqual([]);
        expect.soft(response.headers.get("access-control-allow-origin"), label).toBeNull();
      }
    }
    expect.soft(await lastingRows(app), nameOf(row)).toBe(rows);
  }
  expect(provider.log().length).toBe(calls);
});

test("CS-2 nothing can be changed by what a form can send", async ({ app, stage, clientFor, provider }) => {
  const types = [
    "text/plain",
    "text/plain;charset=UTF-8",
    "text/plain; application/json",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/jsonx",
    "",
  ];
  const client = clientFor(stage.alice);
  const [calls, rows] = [provider.log().length, await lastingRows(app)];
  for (const row of mutations) {
    for (const type of types) {
      for (const call of row.calls(stage.things, stage.alice)) {
        const response = await callRow(client, row, call, { "content-type": type });
        const label = `${nameOf(row)} ${call.path} as "${type}"`;
        expect.soft(response.status, label).toBe(415);
        expect.soft(response.headers.getSetCookie(), label).toEqual([]);
      }
    }
    expect.soft(await lastingRows(app), nameOf(row)).toBe(rows);
  }
  expect(provider.log().length).toBe(calls);
});

test("CS-2 a preflight from another site is not allowed anything", async ({ stage, clientFor }) => {
  for (const row of mutations) {
    for (const { path } of row.calls(stage.things, stage.alice)) {
      const response = await clientFor(null).send("OPTIONS", path, null, {
        headers: {
          origin: "https://evil.test",
          "access-control-request-method": row.method,
          "access-control-request-headers": "content-type",
        },
      });
      for (const name of ["origin", "credentials", "methods", "headers"]) {
        expect.soft(response.headers.get(`access-control-allow-${name}`), nameOf(row)).toBeNull();
      }
    }
  }
});

test("CS-4 looking changes nothing on any route", async ({ app, stage, clientFor, provider }) => {
  const client = clientFor(stage.alice);
  const looks: [string, HeaderChanges][] = [
    ["GET", {}],
    ["HEAD", {}],
    ["OPTIONS", {}],
    ["GET", { purpose: "prefetch", "sec-purpose": "prefetch" }],
    ["GET", { "next-router-prefetch": "1", ...rscHeaders }],
    // what some frameworks take for another method
    ["GET", { "x-http-method-override": "DELETE", "x-method-override": "DELETE" }],
  ];
  const [calls, rows] = [provider.log({ method: "POST" }).length, await lastingRows(app)];
  for (const row of matrix) {
    for (const { path } of row.calls(stage.things, stage.alice)) {
      for (const [method, headers] of looks) {
        const address =
          headers.rsc && isPage(row) ? rscPath(path) : `${path}${path.includes("?") ? "&" : "?"}_method=DELETE`;
        const response = await client.send(method, address, null, { headers });
        // an open stream would hold the connection
        await response.body?.cancel();
        expect.soft(response.headers.getSetCookie(), `${method} ${path}`).toEqual([]);
        expect.soft(response.status === 500 && row.route !== "/_global-error", `${method} ${path}`).toBe(false);
      }
    }
    expect.soft(await lastingRows(app), nameOf(row)).toBe(rows);
  }
  expect(provider.log({ method: "POST" }).length).toBe(calls);
});
