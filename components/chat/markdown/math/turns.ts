/** What formulas may take of one task before the rest waits for the next, in milliseconds. */
const sliceMs = 12;

const waiting: (() => void)[] = [];
let spentMs = 0;
let planned = false;
let hurried = false;

function run(work: () => void): void {
  const begin = performance.now();
  work();
  spentMs += performance.now() - begin;
}

function next(): void {
  planned = false;
  spentMs = 0;
  while (spentMs < sliceMs) {
    const work = waiting.shift();
    if (!work) return;
    run(work);
  }
  plan(16);
}

function plan(ms: number): void {
  if (planned) return;
  planned = true;
  setTimeout(next, ms);
}

/** Does the work at once, or, where enough was done in this task, a little later: a thousand formulas freeze no page. */
export function inTurn(work: () => void): () => void {
  if (hurried || (waiting.length === 0 && spentMs < sliceMs)) run(work);
  else waiting.push(work);
  plan(0);
  return () => {
    const index = waiting.indexOf(work);
    if (index >= 0) waiting.splice(index, 1);
  };
}

/** For as long as this is on, nothing waits: what is being printed has no later. */
export function hurry(on: boolean): void {
  hurried = on;
  if (on) for (const work of waiting.splice(0)) work();
}
