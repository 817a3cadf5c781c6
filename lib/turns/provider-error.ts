import { RetryError } from "ai";
import { AppError, type ErrorCode, type ErrorParams } from "../errors.ts";
import type { ResolvedModel } from "../models/registry.ts";
import { connectSeconds, networkCode } from "./network-error.ts";
import { retryAfterSeconds } from "./retry-after.ts";
import { errorBody, errorStatus, field, saidByProvider } from "./vendor-words.ts";

const byStatus: Record<number, ErrorCode> = {
  400: "provider_refused_request",
  401: "provider_key_refused",
  402: "provider_no_credit",
  403: "provider_key_refused",
  404: "provider_model_missing",
  408: "provider_unavailable",
  409: "provider_unavailable",
  413: "context_too_long",
  422: "provider_refused_request",
  429: "provider_rate_limited",
};

// what vendors put into `error.code`, `error.type` or `error.metadata.error_type`; each says more than the status
const byVendorCode: Record<string, ErrorCode> = {
  insufficient_quota: "provider_no_credit",
  payment_required: "provider_no_credit",
  context_length_exceeded: "context_too_long",
  exceed_context_size_error: "context_too_long",
  model_not_found: "provider_model_missing",
  invalid_api_key: "provider_key_refused",
  authentication: "provider_key_refused",
  rate_limit_exceeded: "provider_rate_limited",
  provider_overloaded: "provider_unavailable",
  provider_unavailable: "provider_unavailable",
};

// what they put there when they have nothing to say: it counts where there is no status
const byVagueCode: Record<string, ErrorCode> = { server_error: "provider_unavailable" };

/** Waits that are longer than this are told in minutes. */
const longWaitSeconds = 120;

/**
 * What a failed call to a provider means for the person: one of our codes. Of the vendor's text, which may hold keys
 * or markup, only what it said of an error in the middle of a stream is kept, cleaned, as `detail`. Where the provider
 * says how long to wait, `retryAt` is when that is over, in milliseconds since 1970.
 */
export function providerError(
  error: unknown,
  { model, provider }: { model: string; provider: Pick<ResolvedModel["provider"], "name" | "host"> },
): AppError {
  const cause = RetryError.isInstance(error) ? error.lastError : error;
  const code =
    vendorCode(cause, byVendorCode) ??
    statusCode(cause) ??
    vendorCode(cause, byVagueCode) ??
    networkCode(cause) ??
    "provider_failed";
  const detail = saidByProvider(cause);
  const params: ErrorParams = {
    provider: provider.name,
    model,
    ...(provider.host && { host: provider.host }),
    ...(detail && { detail }),
    ...(code === "provider_connect_timeout" && { seconds: connectSeconds }),
    ...(asksToWait.has(code) && waitParams(cause)),
  };
  return new AppError(code, params, { cause });
}

const asksToWait = new Set<ErrorCode>(["provider_rate_limited", "provider_unavailable"]);

function waitParams(error: unknown): ErrorParams {
  const exact = retryAfterSeconds(error) ?? 0;
  const seconds = Math.ceil(exact);
  if (seconds === 0) return { seconds };
  const minutes = seconds > longWaitSeconds ? Math.ceil(seconds / 60) : 0;
  return { seconds, minutes, retryAt: Math.round(Date.now() + exact * 1000) };
}

function vendorCode(error: unknown, codes: Record<string, ErrorCode>): ErrorCode | undefined {
  const body = errorBody(error);
  const names = [field(body, "code"), field(body, "type"), field(field(body, "metadata"), "error_type")];
  for (const name of [...names, field(error, "code")]) {
    if (typeof name === "string" && Object.hasOwn(codes, name)) return codes[name];
  }
  return undefined;
}

function statusCode(error: unknown): ErrorCode | undefined {
  const status = errorStatus(error);
  if (status === undefined) return undefined;
  return byStatus[status] ?? (status >= 500 ? "provider_unavailable" : undefined);
}
