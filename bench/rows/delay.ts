import { history } from "../history.ts";
import { pairedRounds } from "../measure/paired.ts";
import { quantile } from "../measure/statistics.ts";
import { print } from "../report.ts";
import type { Stage } from "../stage.ts";
import type { Target } from "../targets.ts";

/** How far any token is behind the provider: one answer of 500 tokens, 100 a second. */
export async function tokenDelay(stage: Stage): Promise<void> {
  const { merged, sdk, pipe } = await stage.floors();
  const targets = [await stage.site(), merged, sdk, pipe];
  const samples = await pairedRounds(stage.provider, targets, {
    history: history(4),
    plan: { tokens: stage.options.quick ? 200 : 500, rate: 100 },
    rounds: Math.max(2, Math.round(stage.options.rounds / 5)),
  });
  const of = (share: number) => (target: Target) =>
    (samples.get(target.name) ?? []).map(({ delays }) => quantile(delays, share));
  const values = (share: number) => Object.fromEntries(targets.map((target) => [target.name, of(share)(target)]));
  print([
    { title: "Delay of a token behind the provider, median, ms", values: values(0.5) },
    { title: "  99th percentile, ms", values: values(0.99) },
    { title: "  greatest, ms", values: values(1), must: "33 ms, one flush window" },
  ]);
}
