"use client";

import { useEffect } from "react";

/** Has the browser keep the page for when the site cannot be reached. Not a word when it will not: nothing else needs it. */
export function OfflineWorker() {
  useEffect(() => {
    // beside a development server it would only be in the way; elsewhere than on https or this machine there is none, which
    // has to be asked in this way: the bundler holds `navigator.serviceWorker` to be always there, and drops the question
    if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return;
    // the page comes first
    if (document.readyState === "complete") return whenIdle(register);
    const onLoad = () => whenIdle(register);
    window.addEventListener("load", onLoad, { once: true });
    return () => window.removeEventListener("load", onLoad);
  }, []);
  return null;
}

function whenIdle(work: () => void): void {
  if (window.requestIdleCallback) window.requestIdleCallback(work);
  // Safari
  else window.setTimeout(work, 2_000);
}

function register(): void {
  // no copy of it is ever good enough to look for a newer one
  navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" }).catch(() => {});
}
