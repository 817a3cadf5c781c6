import { deltaAt, spokenDeltas } from "../torture/spoken.ts";
import { readEvents } from "./turns.ts";

/**
 * Follows an answer to its end, and gives how long each of its deltas took from the provider's saying it until it came, in
 * milliseconds. What was said before the follower came is left out.
 * @param events the answer of `/api/turns/<id>/events`
 * @param modelId of one of the scenarios whose answer is known
 * @param saidAt when a delta was said at the earliest, by `performance.now()` of this process; null when it never was
 */
export async function followerDelays(
  events: Response,
  modelId: string,
  saidAt: (delta: number) => number | null,
): Promise<number[]> {
  const deltas = spokenDeltas(modelId);
  const joinedAt = performance.now();
  const cameAt: number[] = [];
  let length = 0;
  for await (const { data } of readEvents(events)) {
    if (data.type !== "text-delta") continue;
    length += data.delta.length;
    const whole = deltaAt(deltas, length);
    const count = whole < 0 ? deltas.length : whole;
    while (cameAt.length < count) cameAt.push(performance.now());
  }
  if (cameAt.length < deltas.length) throw new Error(`${cameAt.length} of ${deltas.length} deltas came`);
  return cameAt.flatMap((at, delta) => {
    const said = saidAt(delta);
    if (said === null) throw new Error(`delta ${delta} came, and was never said`);
    return said < joinedAt ? [] : [at - said];
  });
}
