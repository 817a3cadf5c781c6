import { longAnswer } from "../history.ts";

/** What the provider is to send, said in the message itself, so that it travels through any site. */
export type Plan = {
  /** pieces of text, one event each */
  tokens: number;
  /** pieces a second; 0 means all at once */
  rate: number;
  /** characters of a piece; 0 means words as a model sends them, about five characters */
  size: number;
  /** whether a last piece says that it is the last one: `endMark` */
  mark: boolean;
  /** under this name the times of what was written can be asked for; empty means none are kept */
  trace: string;
};

/** By this the end of an answer is known on the screen. */
export const endMark = "ENDMARK";

const nothing: Plan = { tokens: 8, rate: 0, size: 0, mark: false, trace: "" };

/** The words by which a message asks for a plan. */
export function directive(plan: Partial<Plan>): string {
  const { tokens, rate, size, mark, trace } = { ...nothing, ...plan };
  return `[[bench tokens=${tokens} rate=${rate} size=${size} mark=${mark ? 1 : 0} trace=${trace || "-"}]]`;
}

/** The plan that the last directive in a request's body asks for. */
export function readPlan(body: string): Plan {
  const found = body
    .slice(body.lastIndexOf("[[bench "))
    .match(/tokens=(\d+) rate=(\d+) size=(\d+) mark=([01]) trace=([\w.-]+)/);
  if (!found) return nothing;
  const [tokens, rate, size] = found.slice(1, 4).map(Number) as [number, number, number];
  return { tokens, rate, size, mark: found[4] === "1", trace: found[5] === "-" ? "" : (found[5] ?? "") };
}

const words = longAnswer().match(/\s*\S{1,5}/g) ?? [];

/** After so many tokens the text repeats itself. */
export const wordCount = words.length;

/** One piece of the answer. */
export function tokenText(index: number, size: number): string {
  return size === 0 ? (words[index % words.length] as string) : "abcdefghij"[index % 10]?.repeat(size) || "";
}

/** The whole answer. */
export function answerText({ tokens, size }: Pick<Plan, "tokens" | "size">): string {
  let answer = "";
  for (let index = 0; index < tokens; index += 1) answer += tokenText(index, size);
  return answer;
}
