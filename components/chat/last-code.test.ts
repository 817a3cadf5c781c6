import { expect, test } from "vitest";
import { lastCode } from "./last-code.ts";

test("the last block of code is found, whatever its fence", () => {
  expect(lastCode("no code, only `a`")).toBeNull();
  expect(lastCode("```js\nlet a;\n```\ntext\n~~~\nb\n\nc\n~~~\nend")).toBe("b\n\nc");
  expect(lastCode("````md\n```\ninner\n```\n````")).toBe("```\ninner\n```");
  expect(lastCode("- item\n\n  ```py\n  if a:\n    b\n  ```")).toBe("if a:\n  b");
  expect(lastCode("```\nstill open")).toBe("still open");
  expect(lastCode("```not` a fence\ntext")).toBeNull();
});
