/** The rounds of `npm run torture` that `npm test` and `npm run test:remote` play: always the same ones. */
export const tortureRounds = {
  file: { seed: "143", rounds: 5, lanes: 3 },
  /** Each of the two instances is killed, and asked to end (e2e/torture/plan.test.ts). One world alone has four servers. */
  fleet: { seed: "330", rounds: 4, lanes: 1 },
} as const;
