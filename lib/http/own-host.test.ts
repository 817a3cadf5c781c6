import { expect, test } from "vitest";
import { isOwnHost } from "./own-host.ts";

const site = { baseUrl: "https://chat.example.org", localRun: false, LISTEN_HOST: undefined };

test.each([
  "chat.example.org",
  "CHAT.example.org:443",
  "chat.example.org:8443",
  "localhost:3000",
  "127.0.0.1",
  "[::1]:3000",
])("HD-8 %s is this site", (host) => {
  expect(isOwnHost(host, "/", site)).toBe(true);
});

test.each(["evil.example", "chat.example.org.evil.example", "evil.example:443", "10.0.0.5:3000", "", "@", undefined])(
  "HD-8 %s is none of ours",
  (host) => {
    expect(isOwnHost(host, "/", site)).toBe(false);
    expect(isOwnHost(host, "/api/chat", site)).toBe(false);
    expect(isOwnHost(host, "/api/healthy", site)).toBe(false);
  },
);

test("HD-8 probes come by any name", () => {
  for (const target of ["/api/health", "/api/health?x", "/api/health/live", "/api/metrics"]) {
    expect(isOwnHost("10.0.0.5:3000", target, site), target).toBe(true);
  }
});

test("somebody's own machine that they opened to their network has whatever names they have for it", () => {
  const opened = { baseUrl: "http://localhost:3000", localRun: true, LISTEN_HOST: "0.0.0.0" };
  expect(isOwnHost("192.168.1.7:3000", "/", opened)).toBe(true);
  expect(isOwnHost("192.168.1.7:3000", "/", { ...opened, LISTEN_HOST: undefined })).toBe(false);
});
