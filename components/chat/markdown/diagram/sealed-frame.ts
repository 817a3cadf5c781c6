/** A diagram as a picture: SVG that an <img> shows, and its size in CSS pixels. */
export type Picture = { address: string; width: number; height: number };

/** What Mermaid is told, beside the source. */
export type DiagramConfig = Record<string, unknown>;

type Drawn = { number: number; svg: string | null; width: number; height: number };

/** In step with `diagramFramePath` in lib/http/security-headers.ts. */
const framePath = "/api/diagram-frame";
/** A diagram that takes longer is given up, and the frame with it. */
const longestMs = 60_000;
/** Largest picture, in characters and in pixels of a side. */
const longestPicture = 2_000_000;
const longestSide = 20_000;

type Frame = { element: HTMLIFrameElement; port: MessagePort; waiting: Map<number, (drawn: Drawn | null) => void> };

let frame: Promise<Frame> | null = null;
let count = 0;

/**
 * Draws a diagram in a frame of no origin that reaches nothing, so that what a hostile source makes of Mermaid is of no
 * use to it. Null where it could not be drawn.
 */
export async function drawSealed(source: string, config: DiagramConfig): Promise<Picture | null> {
  frame ??= open();
  const opened = frame;
  const { port, waiting, element } = await opened.catch((error: unknown) => {
    // what could not be fetched is tried again by the next diagram
    if (frame === opened) frame = null;
    throw error;
  });
  const number = ++count;
  const drawn = await new Promise<Drawn | null>((resolve) => {
    const timer = setTimeout(() => {
      element.remove();
      if (frame === opened) frame = null;
      for (const give of waiting.values()) give(null);
    }, longestMs);
    waiting.set(number, (result) => {
      clearTimeout(timer);
      waiting.delete(number);
      resolve(result);
    });
    port.postMessage({ number, source, config });
  });
  return drawn && toPicture(drawn);
}

async function open(): Promise<Frame> {
  const element = document.createElement("iframe");
  element.setAttribute("sandbox", "allow-scripts");
  element.className = "diagram-frame";
  element.tabIndex = -1;
  element.ariaHidden = "true";
  element.src = framePath;
  const loaded = new Promise<void>((resolve) => element.addEventListener("load", () => resolve(), { once: true }));
  document.body.append(element);
  try {
    const [response] = await Promise.all([fetch(new URL("mermaid/dist/mermaid.min.js", import.meta.url)), loaded]);
    if (!response.ok) throw new Error(`Mermaid could not be fetched: ${response.status}`);
    const code = await response.text();
    const { port1: port, port2 } = new MessageChannel();
    const waiting: Frame["waiting"] = new Map();
    port.onmessage = ({ data }: MessageEvent<Drawn>) => waiting.get(data.number)?.(data);
    // it is of no origin that could be named
    element.contentWindow?.postMessage(code, "*", [port2]);
    return { element, port, waiting };
  } catch (error) {
    element.remove();
    throw error;
  }
}

function toPicture({ svg, width, height }: Drawn): Picture | null {
  const fits = (side: number) => side > 0 && side <= longestSide;
  if (!svg || svg.length > longestPicture || !fits(width) || !fits(height)) return null;
  // as data, not as a blob: opened by itself it has no origin, either
  return { address: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, width, height };
}
