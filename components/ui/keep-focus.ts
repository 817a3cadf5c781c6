/** Puts a focus that was lost on the page's main part. */
export function keepFocus(): void {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost) document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
}
