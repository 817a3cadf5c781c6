/** Runs once when a server starts: settings that are wrong end it here, orphans of the last one are closed. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("@/lib/env");
  env();
  const { sweepOrphans } = await import("@/lib/turns/orphans");
  const { shutdownTurns } = await import("@/lib/turns/shutdown");
  const { database } = await import("@/lib/db/client");
  // scripts/serve.ts runs outside of Next's bundle and ends the process by this
  Object.assign(globalThis, {
    switchboardShutdown: async (graceMs: number, closeMs: number) => {
      await shutdownTurns(graceMs, closeMs);
      await database().close();
    },
  });
  sweepOrphans().catch((error) => console.error("[orphans] the sweep failed", error));
}
