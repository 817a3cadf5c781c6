import { expect, test } from "vitest";
import { withReadableUsage } from "./readable-usage.ts";

const chunk = (usage: string) => `{"id":"x","choices":[],"usage":${usage}}`;

test.each([
  '{"id":"x","choices":[{"index":0,"delta":{"content":"usage"}}]}',
  chunk("null"),
  chunk('{"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":null,"cost":0.1}'),
  chunk('{"prompt_tokens":-1,"prompt_tokens_details":{"cached_tokens":0.5}}'),
  '{"usage": broken',
])("what can be read stays as it is: %s", (data) => {
  expect(withReadableUsage(data)).toBe(data);
});

test.each([
  ['{"prompt_tokens":"10","completion_tokens":7}', '{"prompt_tokens":-1,"completion_tokens":7}'],
  ['{"prompt_tokens":1e400}', '{"prompt_tokens":-1}'],
  ['{"prompt_tokens":1,"total_tokens":{}}', '{"prompt_tokens":1,"total_tokens":-1}'],
  [
    '{"prompt_tokens":1,"prompt_tokens_details":{"cached_tokens":"all","audio_tokens":0}}',
    '{"prompt_tokens":1,"prompt_tokens_details":{"cached_tokens":-1,"audio_tokens":0}}',
  ],
  ['{"completion_tokens_details":[1]}', '{"completion_tokens_details":null}'],
  ['"none"', "null"],
  ["[1]", "null"],
])("PF-22 %s becomes %s", (usage, readable) => {
  expect(withReadableUsage(chunk(usage))).toBe(chunk(readable));
});
