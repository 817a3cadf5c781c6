import { drawnLately, keepDrawn } from "./drawn.ts";
import { type DiagramConfig, drawSealed, type Picture } from "./sealed-frame.ts";
import type { Scheme } from "./use-scheme.ts";

const begun = new Map<string, Promise<Picture | null>>();

/** Draws a diagram in the page's colours; null where it could not be drawn. What was drawn is kept for a while. */
export function drawDiagram(source: string, scheme: Scheme): Promise<Picture | null> {
  const known = drawnLately(source, scheme);
  if (known !== undefined) return Promise.resolve(known);
  const key = `${scheme} ${source}`;
  const before = begun.get(key);
  if (before) return before;
  const drawing = drawSealed(withoutTags(source), configFor(scheme));
  begun.set(key, drawing);
  const end = () => begun.delete(key);
  drawing.then((picture) => {
    keepDrawn(source, scheme, picture);
    end();
    // no connection, no picture: the next one that asks tries again
  }, end);
  return drawing;
}

// Mermaid parses labels as HTML to clean them, and even in its frame no markup of a model's is to be tried. The arrows of
// Mermaid's own have no letter behind `<`, `<<` is a stereotype, and `<br>` breaks a line.
function withoutTags(source: string): string {
  return source.replace(/(?<!<)<(?!br\s*\/?>)(?=[a-z!?/])/gi, "#lt;");
}

const fontFamily =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", sans-serif';

function configFor(scheme: Scheme): DiagramConfig {
  const colour = colourReader();
  const [ink, line, surface, accent, soft, muted, sunken] = [
    ...["--ink", "--field", "--surface", "--accent", "--accent-soft", "--muted", "--sunken"],
  ].map(colour);
  const series = Object.fromEntries(
    [1, 2, 3, 4, 5, 6].flatMap((number) => {
      const value = colour(`--series-${number}`);
      return [
        [`pie${number}`, value],
        [`git${number - 1}`, value],
      ];
    }),
  );
  return {
    startOnLoad: false,
    securityLevel: "strict",
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    suppressErrorRendering: true,
    maxTextSize: 20_000,
    maxEdges: 500,
    theme: "base",
    look: "classic",
    fontFamily,
    // words on a line stand out from it
    themeCSS: ".edgeLabel rect { opacity: 1 !important }",
    themeVariables: {
      ...series,
      darkMode: scheme === "dark",
      background: surface,
      fontFamily,
      fontSize: "15px",
      textColor: ink,
      primaryColor: soft,
      primaryTextColor: ink,
      primaryBorderColor: accent,
      secondaryColor: sunken,
      secondaryTextColor: ink,
      secondaryBorderColor: line,
      tertiaryColor: sunken,
      tertiaryTextColor: ink,
      tertiaryBorderColor: line,
      lineColor: muted,
      edgeLabelBackground: surface,
      noteBkgColor: sunken,
      noteTextColor: ink,
      noteBorderColor: line,
      pieSectionTextColor: colour("--on-accent"),
      pieStrokeColor: surface,
      pieOuterStrokeColor: line,
      pieOpacity: "1",
    },
  };
}

/** Reads colours of the page as they are now: `light-dark()` is only resolved where a colour is used. */
function colourReader(): (token: string) => string {
  return (token) => {
    const probe = document.createElement("span");
    probe.style.color = `var(${token})`;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}
