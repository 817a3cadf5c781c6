import { type Plan, tokenText } from "../provider/answers.ts";
import type { Trace } from "../provider/main.ts";
import type { Reading } from "./read-turn.ts";

/**
 * How long each token took from the provider's write until the reader had the last of its characters, in ms. Tokens
 * that never came have no entry.
 */
export function tokenDelays(reading: Reading, trace: Trace, { tokens, size }: Pick<Plan, "tokens" | "size">): number[] {
  const { arrivals } = reading;
  const { writes } = trace;
  const delays: number[] = [];
  let due = 0;
  let got = arrivals[1] ?? 0;
  let arrival = 0;
  let write = 0;
  for (let token = 0; token < tokens; token += 1) {
    due += tokenText(token, size).length;
    while ((writes[write] ?? tokens) <= token) write += 2;
    while (got < due && arrival + 2 < arrivals.length) {
      arrival += 2;
      got += arrivals[arrival + 1] as number;
    }
    if (got < due) break;
    delays.push((arrivals[arrival] as number) - (writes[write + 1] as number));
  }
  return delays;
}
