/** How often the list is looked at while a person is there, in milliseconds. */
const lookMs = 15_000;
/** The same while an answer is on its way that this page does not follow. */
const urgentLookMs = 3000;
/** Who has not touched the page for so long is not there, and comes back with a touch. */
const absenceMs = 5 * 60_000;

type News = {
  look(): Promise<void>;
  isUrgent(): boolean;
  /** the person or the network is back */
  onReturn(): void;
  /** the page may be going */
  onLeave(): void;
  /** another page is about to be asked for in its place */
  onUnload(): void;
};

/**
 * Looks for what happens elsewhere: at once when the page becomes visible, comes back from the browser's history or
 * comes online, and every few seconds while it is visible and in use. A page that nobody looks at asks nothing.
 * @returns the way to end it
 */
export function lookForNews(news: News): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let touchedAt = Date.now();
  let lookedAt = Date.now();
  const isPresent = () => document.visibilityState === "visible" && Date.now() - touchedAt < absenceMs;
  const plan = () => {
    clearTimeout(timer);
    if (isPresent()) timer = setTimeout(look, news.isUrgent() ? urgentLookMs : lookMs);
  };
  const look = async () => {
    if (!isPresent()) return;
    lookedAt = Date.now();
    await news.look();
    plan();
  };
  const onReturn = () => {
    if (document.visibilityState !== "visible") return news.onLeave();
    touchedAt = lookedAt = Date.now();
    news.onReturn();
    plan();
  };
  const onTouch = () => {
    touchedAt = Date.now();
    if (Date.now() - lookedAt > 2 * lookMs) void look();
  };
  const onPageShow = (event: PageTransitionEvent) => event.persisted && onReturn();
  const touches = ["pointerdown", "pointermove", "keydown", "wheel"] as const;
  for (const touch of touches) window.addEventListener(touch, onTouch, { passive: true });
  document.addEventListener("visibilitychange", onReturn);
  window.addEventListener("online", onReturn);
  window.addEventListener("pageshow", onPageShow);
  window.addEventListener("pagehide", news.onLeave);
  window.addEventListener("beforeunload", news.onUnload);
  plan();
  return () => {
    clearTimeout(timer);
    for (const touch of touches) window.removeEventListener(touch, onTouch);
    document.removeEventListener("visibilitychange", onReturn);
    window.removeEventListener("online", onReturn);
    window.removeEventListener("pageshow", onPageShow);
    window.removeEventListener("pagehide", news.onLeave);
    window.removeEventListener("beforeunload", news.onUnload);
  };
}
