import { expect, test } from "vitest";
import english from "../../messages/en.json";
import { Commands } from "./commands.ts";
import { ariaKeys, commands, isPressed, keyNames } from "./shortcuts.ts";

const press = (key: string, more: object = {}) => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test("Mac has keys of its own, and more keys held are other keys", () => {
  const control = press("k", { ctrlKey: true });
  const command = press("k", { metaKey: true });
  expect([isPressed("mod+k", control, false), isPressed("mod+k", control, true)]).toEqual([true, false]);
  expect([isPressed("mod+k", command, false), isPressed("mod+k", command, true)]).toEqual([false, true]);
  for (const held of [{ shiftKey: true }, { altKey: true }]) {
    expect(isPressed("mod+k", { ...control, ...held }, false)).toBe(false);
  }
  const other = press("N", { altKey: true, shiftKey: true });
  const mac = press("N", { ctrlKey: true, shiftKey: true });
  expect([isPressed("own+n", other, false), isPressed("own+n", other, true)]).toEqual([true, false]);
  expect([isPressed("own+n", mac, false), isPressed("own+n", mac, true)]).toEqual([false, true]);
  expect([keyNames("own+n", false), keyNames("own+n", true)]).toEqual([
    ["Alt", "Shift", "N"],
    ["⌃", "⇧", "N"],
  ]);
  expect([ariaKeys("mod+k", false), ariaKeys("mod+k", true)]).toEqual(["Control+K", "Meta+K"]);
});

test("on a keyboard of another script the place of the key counts, on one with other places the letter", () => {
  const held = { altKey: true, shiftKey: true };
  expect(isPressed("own+n", { ...press("Т", held), code: "KeyN" }, false)).toBe(true);
  expect(isPressed("own+n", { ...press("N", held), code: "KeyL" }, false)).toBe(true);
  expect(isPressed("own+l", { ...press("N", held), code: "KeyL" }, false)).toBe(false);
});

test("the slash counts wherever it is, and with Shift where it needs it; what stands in its place does not", () => {
  const slash = (more: object) => press("/", { ctrlKey: true, code: "Slash", ...more });
  expect(isPressed("mod+/", slash({}), false)).toBe(true);
  expect(isPressed("mod+/", slash({ code: "Digit7", shiftKey: true }), false)).toBe(true);
  expect(isPressed("mod+/", slash({ ctrlKey: false, metaKey: true }), true)).toBe(true);
  expect(isPressed("mod+/", slash({ key: "-" }), false)).toBe(false);
  expect([keyNames("mod+/", false), ariaKeys("mod+/", true)]).toEqual([["Ctrl", "/"], "Meta+/"]);
});

test("no key is a character alone", () => {
  for (const typed of "abcdefghijklmnopqrstuvwxyz0123456789?/\\.,;'[]-= ") {
    for (const shiftKey of [false, true]) {
      const event = press(typed, { shiftKey });
      for (const { id, keys } of commands) expect(keys && isPressed(keys, event, false), id).not.toBe(true);
    }
  }
});

test("each key is one command's, and each command has its words", () => {
  const keys = commands.flatMap((command) => command.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  expect(Object.keys(english.commands).toSorted()).toEqual(commands.map(({ id }) => id).toSorted());
});

test("a command can be given while somebody handles it, and the last one to come does", () => {
  const given: string[] = [];
  const register = (name: string) => known.register("stop", () => given.push(name));
  const known = new Commands();
  expect(known.run("stop")).toBe(false);
  const endFirst = register("first");
  const endSecond = register("second");
  known.run("stop");
  endSecond();
  known.run("stop");
  endFirst();
  expect([known.has("stop"), given]).toEqual([false, ["second", "first"]]);
});
