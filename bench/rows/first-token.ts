import { history } from "../history.ts";
import { added, pairedRounds, type Sample } from "../measure/paired.ts";
import { print } from "../report.ts";
import { emptyStore, seedStrangers } from "../seed.ts";
import { modelId } from "../site.ts";
import type { Stage } from "../stage.ts";
import type { Target } from "../targets.ts";

const before = (samples: Map<string, Sample[]>, target: Target) =>
  (samples.get(target.name) ?? []).map(({ beforeMs }) => beforeMs);

/** Added time to the first token of the next turn in a short conversation. */
export async function nextTurn(stage: Stage): Promise<void> {
  const samples = await compareWithFloors(stage, 4, stage.options.rounds);
  report(samples, "Added time to first token, next turn, ms", "1.40 x (7 ms)", "0.80 x (4 ms)");
}

/** The same in a conversation of 1,000 messages, all of which go to the model. */
export async function longHistory(stage: Stage): Promise<void> {
  const samples = await compareWithFloors(stage, 1000, Math.max(3, Math.round(stage.options.rounds / 2)));
  report(samples, "The same with 1,000 earlier messages, ms", "1.50 x", "1.00 x");
}

type Compared = { samples: Map<string, Sample[]>; direct: Target; others: Target[] };

async function compareWithFloors(stage: Stage, messages: number, rounds: number): Promise<Compared> {
  const { direct, provider } = stage;
  const { merged, sdk, pipe } = await stage.floors();
  const others = [await stage.site(), merged, sdk, pipe];
  const samples = await pairedRounds(provider, [direct, ...others], { history: history(messages), plan: {}, rounds });
  return { samples, direct, others };
}

function report({ samples, direct, others }: Compared, title: string, must: string, aim: string): void {
  const values = (of: (target: Target) => number[]) =>
    Object.fromEntries(others.map((target) => [target.name, of(target)]));
  print([
    { title, values: values((target) => added(samples, target, direct)), must, aim },
    { title: "  of it before the provider is asked, ms", values: values((target) => before(samples, target)) },
  ]);
}

/** A turn where 100,000 messages of other people's are stored, and in an empty store, side by side. */
export async function fullStore(stage: Stage): Promise<void> {
  const { direct, provider, options } = stage;
  const [empty, full] = [await stage.site(), await stage.secondSite()];
  await emptyStore(empty.visitor.client);
  await seedStrangers(full.visitor.client, modelId, options.quick ? 10_000 : 100_000, history(100));
  const rounds = Math.max(3, options.rounds);
  const samples = await pairedRounds(provider, [direct, empty, full], { history: history(4), plan: {}, rounds });
  await full.close();
  print([
    {
      title: `The same with ${options.quick ? "10,000" : "100,000"} other people's messages stored, ms`,
      values: {
        "ours, full store": added(samples, full, direct),
        "ours, empty store": added(samples, empty, direct),
      },
      must: "1.15 x",
      aim: "1.00 x",
    },
  ]);
}
