import { parseScenario } from "../fake-provider/call.ts";
import { markdown, pieces } from "../fake-provider/texts.ts";

const words = (count: number) => Array.from({ length: count }, (_, index) => (index === 0 ? "w0" : ` w${index}`));
const thoughts = (count: number) => Array.from({ length: count }, (_, index) => `${index ? " " : ""}thought${index}`);

/**
 * What the fake provider says as this model when nobody interrupts it, delta by delta.
 * @param modelId as a turn names it: `openai:scenario/slow:tokens=20`
 */
export function spokenDeltas(modelId: string): string[] {
  const model = modelId.slice(modelId.indexOf(":") + 1);
  const parsed = parseScenario(model);
  const number = (name: string, fallback: number) => Number(parsed?.parameters.get(name) ?? fallback);
  switch (parsed?.name) {
    case "slow":
      return words(number("tokens", 100));
    case "held":
      return words(number("tokens", 10));
    case "quick":
      return ["Hello ", "from ", model, "."];
    case "markdown":
      return pieces(markdown, number("size", 8));
    case "reasoning":
      return [...thoughts(number("thoughts", 6)), ...words(number("tokens", 6))];
    case "cut":
    case "error-midstream":
      return words(5);
    case "server-error":
      return [];
    default:
      throw new Error(`the torture run does not know what ${modelId} says`);
  }
}

/** The index of the delta that a position of the text lies in. */
export function deltaAt(deltas: string[], position: number): number {
  let end = 0;
  return deltas.findIndex((delta) => {
    end += delta.length;
    return end > position;
  });
}
