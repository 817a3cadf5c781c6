import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeStorage } from "./fake-page.ts";
import { clearKept } from "./kept.ts";
import { Outbox, type OutgoingMessage } from "./outbox.ts";

const message = (turnId: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  turnId,
  conversationId: "c",
  messageId: `message-${turnId}`,
  text: turnId,
  modelId: "m:m",
  follows: null,
  waitsFor: "connection",
  direct: false,
  ...more,
});

let kept: boolean[] = [];
const open = (owner = "ada") => {
  const outbox = new Outbox(owner, (outcome) => kept.push(outcome));
  outbox.start();
  return outbox;
};
const texts = (outbox: Outbox) => outbox.of("c").map(({ text }) => text);

beforeEach(() => {
  kept = [];
  vi.stubGlobal("localStorage", new FakeStorage());
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("what was put in is there on the next page, in the order of its ids", () => {
  const outbox = open();
  outbox.put(message("2"));
  outbox.put(message("1"));
  outbox.put(message("3", { conversationId: "other" }));
  expect(texts(open())).toEqual(["1", "2"]);
  expect(open().conversationIds().sort()).toEqual(["c", "other"]);
});

test("two tabs do not overwrite each other's, and see what the other one took out", () => {
  const [one, other] = [open(), open()];
  one.put(message("1"));
  other.put(message("2"));
  one.refresh();
  expect(texts(one)).toEqual(["1", "2"]);
  other.refresh();
  other.delete("1");
  one.refresh();
  expect(texts(one)).toEqual(["2"]);
});

test("what was taken out and is put back stands where it was, between what it follows and what follows it", () => {
  const outbox = open();
  outbox.put(message("1"));
  outbox.put(message("2", { follows: "message-1" }));
  outbox.put(message("3", { follows: "message-2" }));
  const follows = () => outbox.of("c").map(({ follows }) => follows);
  const taken = outbox.withdraw("c", "2");
  expect(follows()).toEqual([null, "message-1"]);
  expect(outbox.withdraw("c", "2")).toBeNull();
  if (taken) outbox.putBack(taken);
  expect(texts(outbox)).toEqual(["1", "2", "3"]);
  expect(follows()).toEqual([null, "message-1", "message-2"]);
});

test("what is on its way from one tab is no other tab's care, until its page is gone", () => {
  const [one, other] = [open(), open()];
  one.put(message("1", { direct: true }));
  other.refresh();
  expect(texts(one)).toEqual(["1"]);
  expect(texts(other)).toEqual([]);
  expect(texts(open())).toEqual(["1"]);
});

test("another person sees nothing, and signing out forgets everything", () => {
  open().put(message("1"));
  expect(texts(open("bob"))).toEqual([]);
  expect(texts(open())).toEqual(["1"]);
  clearKept();
  expect(texts(open())).toEqual([]);
});

test("where the browser keeps nothing it lasts as long as the page, and says so", () => {
  localStorage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const outbox = open();
  outbox.put(message("1"));
  outbox.refresh();
  expect(texts(outbox)).toEqual(["1"]);
  expect(kept).toEqual([false]);
  outbox.delete("1");
  expect(texts(outbox)).toEqual([]);
});

test("what nobody came back for within a month is thrown away", () => {
  vi.useFakeTimers({ now: 0 });
  open().put(message("1"));
  vi.setSystemTime(31 * 24 * 60 * 60 * 1000);
  expect(texts(open())).toEqual([]);
  expect(Object.keys(localStorage)).toEqual([]);
  vi.useRealTimers();
});
