/**
 * What a process ends with when starting it again makes no sense before a person has mended something: a service manager
 * can be told so (78 is EX_CONFIG of sysexits.h).
 */
export const needsPerson = 78;

/** Why a command cannot begin, in words for whoever called it, and what its process ends with. */
export class Refusal extends Error {
  readonly code: number;
  constructor(sentence: string, code: number) {
    super(sentence);
    this.code = code;
  }
}

/**
 * Does what a command begins with. A refusal is said, and ends the process.
 * @param stays a refusal that needs a person does not end it: it waits to be stopped, and does nothing. For containers,
 *   whose engine starts again what has ended, whatever its exit code; one that waits has its sentence at the end of the log,
 *   and fails its health check (docs/decisions/026-data-safety.md).
 */
export async function orEnd<Result>(work: () => Result | Promise<Result>, stays = false): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (stays && error.code === needsPerson) return waitForEnd(error.message);
    console.error(error.message);
    process.exit(error.code);
  }
}

function waitForEnd(sentence: string): Promise<never> {
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => process.exit(0));
  // nothing else keeps the process alive
  setInterval(() => {}, 60_000);
  console.error(`${sentence}\nNothing runs until that is mended. Then start the container again.`);
  return new Promise(() => {});
}
