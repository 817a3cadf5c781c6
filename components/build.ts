/** The build that this page is of; the same constant is in that build's server. */
const ownBuild = process.env.NEXT_PUBLIC_BUILD;

const listeners = new Set<() => void>();
let outdated = false;

/** Takes note of the build that an answer of the server's names. */
export function noteBuild(build: string | null): void {
  if (outdated || !build || !ownBuild || build === ownBuild) return;
  outdated = true;
  for (const listener of listeners) listener();
}

/** Whether the server is of another build than this page. */
export const isOutdated = (): boolean => outdated;

export function onOutdated(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
