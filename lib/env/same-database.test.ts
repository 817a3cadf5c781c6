import { expect, test } from "vitest";
import { isSameDatabase } from "./same-database.ts";

const production = "libsql://db-me.example.org";

test.each([
  "libsql://db-me.example.org",
  "libsql://db-me.example.org/",
  "https://db-me.example.org",
  "https://db-me.example.org:443/",
  "http://db-me.example.org:80",
  "wss://db-me.example.org",
  "LIBSQL://DB-me.Example.ORG",
  "libsql://db-me.example.org.",
  "libsql://db-me.example.org?authToken=another&tls=1",
  "libsql://me:word@db-me.example.org/#part",
])("%s is production's database", (address) => {
  expect(isSameDatabase(address, production)).toBe(true);
  expect(isSameDatabase(production, address)).toBe(true);
});

test.each([
  "libsql://db-you.example.org",
  "libsql://example.org",
  "libsql://db-me.example.org:8080",
  "libsql://db-me.example.org/other",
  "libsql://db-me.example.org:many",
  "file:./db-me.example.org",
])("%s is another one", (address) => {
  expect(isSameDatabase(address, production)).toBe(false);
});

test("a path and a port that are named tell databases of one server apart", () => {
  expect(isSameDatabase("https://host:8080/a/", "libsql://host:8080/a")).toBe(true);
  expect(isSameDatabase("https://host:8080/a", "https://host:8080/b")).toBe(false);
  expect(isSameDatabase("https://host:8080/a", "https://host:8080/A")).toBe(false);
  expect(isSameDatabase("https://host:8080/a", "https://host:8081/a")).toBe(false);
});
