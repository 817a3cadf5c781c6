import { median } from "./measure/statistics.ts";

/** One line of the result: what was measured of each target, in every round. */
export type Figure = {
  title: string;
  /** by the target's name; the first one is what is judged, the second what it is compared with */
  values: Record<string, number[]>;
  /** what the figure has to be, and what we would like it to be, as docs/benchmarks.md explains */
  must?: string;
  aim?: string;
  digits?: number;
  /** false where the values are not to be compared with each other */
  ratio?: boolean;
};

/** Prints figures as a table: median (least-greatest) of each target, and the ratio of the first two medians. */
export function print(figures: Figure[]): void {
  for (const { title, values, must, aim, digits = 1, ratio: compares = true } of figures) {
    console.log(`\n${title}`);
    const names = Object.keys(values);
    const width = Math.max(...names.map((name) => name.length));
    for (const name of names) console.log(`  ${name.padEnd(width)}  ${spread(values[name] ?? [], digits)}`);
    const [ours = [], floor] = Object.values(values);
    const ratio = floor && compares ? `${(median(ours) / median(floor)).toFixed(2)} x ${names[1]}` : "";
    const wanted = [must && `must ${must}`, aim && `aim ${aim}`].filter(Boolean).join(", ");
    const line = [ratio && `ratio ${ratio}`, wanted].filter(Boolean).join("   ");
    if (line) console.log(`  -> ${line}`);
  }
}

function spread(numbers: number[], digits: number): string {
  if (numbers.length === 0) return "-";
  const show = (number: number) => number.toFixed(digits);
  if (numbers.length === 1) return show(median(numbers));
  return `${show(median(numbers))} (${show(Math.min(...numbers))}-${show(Math.max(...numbers))})`;
}

/** One plain line under a title, for what has no rounds. */
export function note(text: string): void {
  console.log(`  ${text}`);
}
