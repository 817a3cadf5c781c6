import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../../../app/globals.css", import.meta.url), "utf8");
const pairs = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g)].map(([, name = "", light = "", dark = ""]) => [
    name,
    [light, dark] as const,
  ]),
);

/** Relative luminance by WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const colours = [...pairs.keys()].filter((name) => name.startsWith("code-"));

test("the colours of code can be read in both themes: 4.5:1", () => {
  expect(colours.length).toBe(8);
  for (const name of [...colours, "danger", "ink", "muted"]) {
    for (const theme of [0, 1] as const) {
      const [text, ground] = [pairs.get(name)?.[theme], pairs.get("code")?.[theme]];
      expect(contrast(text ?? "", ground ?? ""), `${name} ${theme}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});
