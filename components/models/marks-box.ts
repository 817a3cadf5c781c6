import type { Marks } from "./ability-marks.tsx";

const lines = {
  "aria-hidden": "true",
  fill: "none",
  stroke: "currentColor",
  "stroke-width": "1.4",
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
  // all is drawn within it: what is cut off is a layer for the browser, in each row
  overflow: "visible",
};

/** The marks of what a model can do, as one picture that shows one set after the other. */
export class MarksBox {
  readonly root: SVGElement;
  readonly #path = vector("path", {});
  readonly #height: number;
  /** what it shows; null before there was anything to show */
  #marks: Marks | null = null;

  /** `height` in pixels; its width goes with it. */
  constructor(height: number) {
    this.#height = height;
    this.root = vector("svg", { ...lines, height: String(height) });
    this.root.append(this.#path);
  }

  show(marks: Marks): void {
    if (marks === this.#marks) return;
    this.#marks = marks;
    this.root.setAttribute("viewBox", `0 0 ${marks.width} 16`);
    this.root.setAttribute("width", String((marks.width * this.#height) / 16));
    this.#path.setAttribute("d", marks.path);
  }
}

function vector(name: "svg" | "path", attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
