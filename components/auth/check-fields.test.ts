import { expect, test } from "vitest";
import { checkFields } from "./check-fields.ts";

const whole = { name: "Ada", email: "ada@example.com", password: "long enough" };

test.each([
  ["sign-up", {}, {}],
  ["sign-up", { name: "" }, { name: "name-missing" }],
  ["sign-up", { email: "" }, { email: "email-missing" }],
  ["sign-up", { email: "ada at home" }, { email: "email-wrong" }],
  // what it takes is said where nothing was typed, too: the hint below the field makes way for it
  ["sign-up", { password: "" }, { password: "password-short" }],
  ["sign-up", { password: "7 chars" }, { password: "password-short" }],
  ["sign-in", { name: "" }, {}],
  ["sign-in", { password: "" }, { password: "password-missing" }],
  ["sign-in", { password: "7 chars" }, {}],
] as const)("%s with %o has %o", (mode, change, problems) => {
  expect(checkFields(mode, { ...whole, ...change })).toEqual(problems);
});
