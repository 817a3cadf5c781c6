/** Runs once when a server starts: settings or a database that are wrong end it here, orphans of the last one are closed. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("@/lib/env");
  const settings = env();
  const { logTrouble, takeOverConsole } = await import("@/lib/telemetry/log");
  takeOverConsole();
  const { requireFitDatabase } = await import("@/lib/db/schema-fitness");
  await requireFitDatabase();
  const { OTEL_EXPORTER_OTLP_ENDPOINT: collector } = settings;
  const tracing = collector ? await import("@/lib/telemetry/otel") : null;
  const stopTracing = tracing?.startTracing({ ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: collector ?? "" });
  const { sweepOrphans } = await import("@/lib/turns/orphans");
  const { shutdownTurns } = await import("@/lib/turns/shutdown");
  const { database } = await import("@/lib/db/client");
  // scripts/serve.ts runs outside of Next's bundle and ends the process by this
  Object.assign(globalThis, {
    switchboardShutdown: async (graceMs: number, closeMs: number) => {
      await shutdownTurns(graceMs, closeMs);
      await database().close();
      await stopTracing?.();
    },
  });
  sweepOrphans().catch((error) => logTrouble("orphans-not-swept", error));
}
