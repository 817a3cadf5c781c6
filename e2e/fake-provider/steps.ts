import type { Step } from "./answer.ts";
import type { Call } from "./call.ts";
import type { DeltaKind, FinishReason } from "./vendors.ts";

/** How a model behaves: the steps of its answer, in order. Waiting is done with the call's own means. */
export type Scenario = (call: Call) => Iterable<Step> | AsyncIterable<Step>;

export const delta = (text: string, kind: DeltaKind = "text"): Step => ({ does: "delta", kind, text });
export const finish = (reason: FinishReason = "stop"): Step => ({ does: "finish", reason });
export const sayAll = (texts: string[]): Step[] => [...texts.map((text) => delta(text)), finish()];

/** `tokens` numbered words, "w0 w1 w2 ...", so that a doubled or missing one shows; `delay` milliseconds apart. */
export async function* words(call: Call, fallback: number, kind: DeltaKind = "text"): AsyncGenerator<Step> {
  const delay = call.number("delay", 0);
  const begin = performance.now();
  for (let index = 0; index < call.number("tokens", fallback); index++) {
    // against the clock and not between tokens, so that the rate holds under load
    const early = begin + index * delay - performance.now();
    if (delay > 0 && early > 0) await call.pause(early);
    yield delta(index === 0 ? "w0" : ` w${index}`, kind);
  }
}
