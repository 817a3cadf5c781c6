import type { ListedModel } from "@/lib/models/schema";
import { readsImages } from "./facts.ts";

/** A figure of 16 x 16: the strokes of it, each by where it begins and how it goes on from there. */
type Figure = readonly (readonly [x: number, y: number, way: string])[];

/** What a model can do, drawn. Each is strokes of one path, so that the marks of a row are one thing to lay out and paint. */
const figures = {
  vision: [
    [3.5, 2.5, "h9a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-9a1.5 1.5 0 0 1-1.5-1.5v-8a1.5 1.5 0 0 1 1.5-1.5z"],
    [2.2, 11.2, "l3.3-3.4 5.7 5.6"],
    [9.2, 11.3, "l1.9-1.9 2.7 2.6"],
    [10.6, 5.9, "h.01"],
  ],
  tools: [
    [
      13.6,
      4.9,
      "l-2 2-2-.5-.5-2 2-2a3.7 3.7 0 0 0-4.9 4.9l-4 4a1.6 1.6 0 0 0 0 2.2l.3.3a1.6 1.6 0 0 0 2.2 0l4-4a3.7 3.7 0 0 0 4.9-4.9z",
    ],
  ],
  reasons: [
    [6.2, 14, "h3.6"],
    [6, 11.6, "h4c0-1 .5-1.7 1.1-2.3a4.4 4.4 0 1 0-6.2 0c.6.6 1.1 1.3 1.1 2.3z"],
  ],
} satisfies Record<string, Figure>;

export type Ability = keyof typeof figures;

/** Pixels from the left edge of a mark to that of the next. */
const apart = 20;

const lines = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.4,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

const pathOf = (figure: Figure, right: number) => figure.map(([x, y, way]) => `M${x + right} ${y}${way}`).join("");

/** One mark alone, where its name stands beside it. */
export function AbilityMark({ ability, className }: { ability: Ability; className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className={className} {...lines}>
      <path d={pathOf(figures[ability], 0)} />
    </svg>
  );
}

/** The marks of one set of abilities in a row, as one path in a box 16 high. */
export type Marks = { path: string; width: number };

// few sets, in very many rows
const made = new Map<string, Marks>();

/** All marks of a model beside one another; null for one without any. The same object for the same abilities. */
export function marksOf(model: ListedModel): Marks | null {
  const abilities: Ability[] = [];
  if (readsImages(model)) abilities.push("vision");
  if (model.tools === true) abilities.push("tools");
  if (model.reasons === true) abilities.push("reasons");
  if (abilities.length === 0) return null;
  const key = abilities.join();
  let marks = made.get(key);
  if (!marks) {
    const path = abilities.map((ability, place) => pathOf(figures[ability], place * apart)).join("");
    marks = { path, width: abilities.length * apart - (apart - 16) };
    made.set(key, marks);
  }
  return marks;
}
