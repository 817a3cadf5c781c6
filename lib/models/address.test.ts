import { expect, test } from "vitest";
import { addressOf } from "./address.ts";

test.each([
  ["https://api.openai.com/v1", "api.openai.com", "https://api.openai.com/v1"],
  ["http://gateway:4000/team-a/v1/", "gateway:4000", "http://gateway:4000/team-a/v1"],
  ["https://gateway", "gateway", "https://gateway"],
  ["https://name:secret@gateway/v1?key=secret#secret", "gateway", "https://gateway/v1"],
])("%s is at %s, and its address is %s", (baseURL, host, address) => {
  expect(addressOf(baseURL)).toEqual({ host, address });
});
