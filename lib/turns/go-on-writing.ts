import type { TurnChunk } from "./schema.ts";

/** The part that a continued answer begins with: the text that was kept. */
export const keptPartId = "kept";

/** Lets the model's first text part go on in the part with the kept text, so that no seam shows. */
export function goOnWriting(write: (chunk: TurnChunk) => void): (chunk: TurnChunk) => void {
  let firstTextId: string | null = null;
  return (chunk) => {
    const isText = chunk.type === "text-start" || chunk.type === "text-delta" || chunk.type === "text-end";
    if (chunk.type === "text-start" && firstTextId === null) firstTextId = chunk.id;
    else write(isText && chunk.id === firstTextId ? { ...chunk, id: keptPartId } : chunk);
  };
}
