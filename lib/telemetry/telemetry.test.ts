import { expect, test } from "vitest";
import { logContext, withLogContext, withoutLogContext } from "./context.ts";
import { describeError } from "./describe-error.ts";
import { Counter, Histogram, labels, metrics } from "./metrics.ts";

process.env.OPENAI_API_KEY = "sk-canary-of-the-settings";

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each<[string, Error, string]>([
  ["a secret of the settings", new Error("401 for sk-canary-of-the-settings"), "401 for [secret]"],
  ["the user and password of an address", new Error("fetch of https://me:canary@host/x"), "fetch of https://host/x"],
  ["a bearer token", new Error("sent Bearer canary.canary"), "sent Bearer [secret]"],
  ["what could not be read as JSON", catchJson("canary of a person"), "the text is not valid JSON"],
  ["a provider's words", named("AI_APICallError", "canary"), "left out: a provider's words"],
  ["what Prisma was given", named("PrismaClientValidationError", "canary"), "left out: it holds the arguments"],
  ["the call that Prisma shows", named("PrismaClientKnownRequestError", "canary\n\nIt broke."), "It broke."],
])("SE-6 SE-8 a described error leaves out %s", (_, error, message) => {
  const described = describeError(Object.assign(error, { requestBodyValues: "canary", rows: ["canary"] }));
  expect(described).toMatchObject({ name: error.name, message });
  expect(JSON.stringify({ ...described, stack: [] })).not.toContain("canary");
});

function catchJson(text: string): Error {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error as Error;
  }
}

test("a cause is described, too, but not without end", () => {
  const cause = new Error("first") as Error & { cause?: unknown };
  cause.cause = cause;
  expect(describeError(new TypeError("second", { cause }))).toMatchObject({
    name: "TypeError",
    message: "second",
    stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
    cause: { message: "first", cause: { message: "first" } },
  });
  expect(describeError("canary").message).not.toContain("canary");
});

test("what is known of the work goes with all that follows from it, and not with a timer for everybody", async () => {
  await withLogContext({ request: "r" }, async () => {
    await Promise.resolve();
    withLogContext({ turn: "t" }, () => expect(logContext()).toEqual({ request: "r", turn: "t" }));
    expect(logContext()).toEqual({ request: "r" });
    withoutLogContext(() => expect(logContext()).toEqual({}));
  });
  expect(logContext()).toEqual({});
});

test("a histogram counts what is at most as large, and everything", () => {
  const histogram = new Histogram([0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 7]) histogram.observe(value, 'of="x"');
  expect(histogram.samples()).toEqual([
    ["_bucket", 'of="x",le="0.1"', 2],
    ["_bucket", 'of="x",le="1"', 3],
    ["_bucket", 'of="x",le="+Inf"', 4],
    ["_sum", 'of="x"', 7.65],
    ["_count", 'of="x"', 4],
  ]);
});

test("a counter counts each of its labels by itself", () => {
  const counter = new Counter();
  counter.add(1, labels({ a: "b", c: 'd"e' }));
  counter.add(2, labels({ a: "b", c: 'd"e' }));
  counter.add();
  expect(counter.samples()).toEqual([
    ["", 'a="b",c="d_e"', 3],
    ["", "", 1],
  ]);
});

test("the text names each figure with its help and its type", () => {
  expect(metrics().registry.text()).toMatch(
    /^# HELP switchboard_followers [^\n]+\n# TYPE switchboard_followers gauge\nswitchboard_followers 0$/m,
  );
});
