/**
 * Does something with each of many things while the page has nothing else to do, in their order.
 * @returns ends it
 */
export function whileIdle<Thing>(things: readonly Thing[], work: (thing: Thing) => void): () => void {
  // Safari has none of this; there it is done when it is needed
  if (!window.requestIdleCallback) return () => {};
  let next = 0;
  const go = (deadline: IdleDeadline) => {
    for (; next < things.length && deadline.timeRemaining() > 2; next += 1) work(things[next] as Thing);
    if (next < things.length) idle = requestIdleCallback(go);
  };
  let idle = requestIdleCallback(go);
  return () => cancelIdleCallback(idle);
}

/** Of a list of tens of thousands, so many are put into words before they are shown. */
export const mostBefore = 5000;
