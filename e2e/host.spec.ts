import { expect, test } from "./support/fixtures.ts";
import { rawRequest } from "./support/raw-request.ts";

// HD-8: the name that a request carries changes nothing that anybody sees.

const evil = "evil.example";
const targets = ["/", "/sign-in", "/manifest.webmanifest", "/api/models", "/_next/static/none.js", "/no/such/page"];

test("HD-8 a request for another host is answered 421, whatever it asks for", async ({ app }) => {
  for (const target of targets) {
    const answer = await rawRequest(app, "GET", target, { headers: { host: evil } });
    expect.soft(answer?.status, target).toBe(421);
    // a page in its place would be long
    const begin = answer?.body.slice(0, 200);
    expect.soft(begin, target).toContain(app.url);
    expect.soft(begin, target).not.toContain(evil);
    expect.soft(answer?.headers.get("x-content-type-options"), target).toBe("nosniff");
  }
  const posted = await rawRequest(app, "POST", "/api/auth/sign-up/email", {
    headers: { host: evil, origin: `http://${evil}`, "content-type": "application/json", "content-length": "2" },
    body: "{}",
  });
  expect(posted?.status).toBe(421);
});

test("HD-8 what a proxy could have forwarded changes no page, no redirect and no address", async ({ app }) => {
  const spoofed = {
    "x-forwarded-host": evil,
    "x-forwarded-proto": "gopher",
    "x-forwarded-port": "1",
    "x-forwarded-server": evil,
    "x-original-host": evil,
    "x-host": evil,
    "x-original-url": `http://${evil}/`,
    "x-rewrite-url": `http://${evil}/`,
    forwarded: `host=${evil};proto=gopher`,
  };
  for (const target of [...targets, "/sign-in/", "/c/x?next=/y"]) {
    const usual = await rawRequest(app, "GET", target);
    const answer = await rawRequest(app, "GET", target, { headers: spoofed });
    expect.soft(answer?.status, target).toBe(usual?.status);
    expect.soft(answer?.headers.get("location"), target).toBe(usual?.headers.get("location"));
    expect.soft(`${JSON.stringify([...(answer?.headers ?? [])])}${answer?.body}`, target).not.toMatch(/evil|gopher/);
  }
});

test("HD-8 an absolute address in the request line is refused, be it ours or another's", async ({ app }) => {
  for (const target of [`http://${evil}/sign-in`, `${app.url}/sign-in`]) {
    const answer = await rawRequest(app, "GET", target);
    expect.soft(answer?.status, target).toBe(400);
    expect.soft(answer?.body, target).not.toContain(evil);
  }
  const slashes = await rawRequest(app, "GET", `//${evil}/`);
  expect(slashes?.headers.get("location") ?? "").not.toMatch(/^(https?:)?\/\//);
});

test("HD-8 probes come by whatever address they know, and this machine's names are always right", async ({ app }) => {
  const probe = await rawRequest(app, "GET", "/api/health", { headers: { host: "10.1.2.3:3000" } });
  expect(probe?.status).toBe(200);
  for (const host of [`127.0.0.1:${app.port}`, "localhost", `[::1]:${app.port}`]) {
    const answer = await rawRequest(app, "GET", "/sign-in", { headers: { host } });
    expect.soft(answer?.status, host).toBe(200);
  }
});
