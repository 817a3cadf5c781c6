import "katex/dist/katex.min.css";
import katex, { type KatexOptions } from "katex";

/** A node of KaTeX before it is one of the page. */
type Node = { attributes?: Record<string, string>; children?: Node[]; toNode(): globalThis.Node };
type Katex = { __renderToDomTree(tex: string, options: KatexOptions): Node };

const options: KatexOptions = {
  output: "htmlAndMathml",
  // nothing that leads somewhere, loads something or names classes of the page; what would is no formula
  trust: () => {
    throw new Error("not in a formula of an answer");
  },
  strict: "ignore",
  throwOnError: true,
  maxExpand: 500,
  // in ems
  maxSize: 30,
};

/**
 * A formula as elements of the page, MathML for assistive technology among them; null when it is none. KaTeX sets its
 * measures by script, which the page's policy lets through; the two `style` attributes that it writes into MathML, which
 * nobody sees, it would not.
 */
export function drawFormula(tex: string, display: boolean): globalThis.Node | null {
  try {
    const tree = (katex as unknown as Katex).__renderToDomTree(tex, { ...options, displayMode: display });
    dropStyles(tree);
    return tree.toNode();
  } catch {
    return null;
  }
}

function dropStyles(node: Node): void {
  delete node.attributes?.style;
  for (const child of node.children ?? []) dropStyles(child);
}
