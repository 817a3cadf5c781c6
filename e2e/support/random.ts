import { createHash } from "node:crypto";

/** Choices that repeat from their seed. */
export type Random = {
  /** a whole number from `from` to `to`, both included */
  whole: (from: number, to: number) => number;
};

/** Random choices from a seed; SEED in the environment gives another one. What it was is printed, to be repeated. */
export function seededRandom(name: string): Random {
  const seed = process.env.SEED ?? name;
  process.stdout.write(`${name}: SEED=${seed}\n`);
  let count = 0;
  return {
    whole: (from, to) => {
      const bytes = createHash("sha256").update(`${seed}:${count++}`).digest();
      return from + (bytes.readUInt32BE() % (to - from + 1));
    },
  };
}
