/** So many frames are waited for what comes into sight to be shown. */
const mostFrames = 60;

/**
 * Focuses an element that is on its way into sight: it can take the focus only once its transition has begun, and that
 * takes frames on a busy machine.
 * @param before what has the focus now; who goes on elsewhere meanwhile stays there
 * @returns gives up waiting
 */
export function focusOnceShown(element: HTMLElement, before: Element | null): () => void {
  let left = mostFrames;
  let frame = requestAnimationFrame(function tryFocus() {
    const { activeElement } = document;
    if (activeElement !== before && activeElement !== document.body) return;
    element.focus({ preventScroll: true });
    left -= 1;
    if (document.activeElement !== element && left > 0) frame = requestAnimationFrame(tryFocus);
  });
  return () => cancelAnimationFrame(frame);
}
