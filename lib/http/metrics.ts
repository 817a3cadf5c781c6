import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { metrics } from "../telemetry/metrics.ts";
import { runningTurns } from "../turns/running-turns.ts";
import { dataHeaders } from "./door.ts";
import { isOperator } from "./operator-token.ts";

/**
 * The figures of this process for Prometheus.
 * @throws AppError `not_found` when no token is set, `unauthenticated` without the right one
 */
export function answerMetrics(request: Request): Response {
  if (env().METRICS_TOKEN === undefined) throw new AppError("not_found");
  if (!isOperator(request)) throw new AppError("unauthenticated");
  // its gauge is there as soon as it is
  runningTurns();
  return new Response(metrics().registry.text(), {
    headers: { ...dataHeaders, "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  });
}
