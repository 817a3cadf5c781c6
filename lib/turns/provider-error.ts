import { APICallError, RetryError, StreamProviderError } from "ai";
import { AppError, type ErrorCode } from "../errors.ts";
import type { ResolvedModel } from "../models/registry.ts";

const byStatus: Record<number, ErrorCode> = {
  400: "provider_refused_request",
  401: "provider_key_refused",
  402: "provider_no_credit",
  403: "provider_key_refused",
  404: "provider_model_missing",
  408: "provider_unavailable",
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

const insecureCodes = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO)/;
const networkCodes = /^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|EPIPE|UND_ERR_)/;

/**
 * What a failed call to a provider means for the person: one of our codes, with nothing of the vendor's text, which
 * may hold keys or markup.
 */
export function providerError(
  error: unknown,
  { model, provider }: Pick<ResolvedModel, "model" | "provider">,
): AppError {
  const cause = RetryError.isInstance(error) ? error.lastError : error;
  const params = { provider: provider.name, model };
  const code = vendorCode(cause) ?? statusCode(cause) ?? networkCode(cause) ?? "provider_failed";
  if (code !== "provider_rate_limited") return new AppError(code, params, { cause });
  return new AppError(code, { ...params, seconds: retryAfterSeconds(cause) }, { cause });
}

function vendorCode(error: unknown): ErrorCode | undefined {
  for (const name of vendorNames(error)) {
    if (typeof name === "string" && Object.hasOwn(byVendorCode, name)) return byVendorCode[name];
  }
  return undefined;
}

function vendorNames(error: unknown): unknown[] {
  const body = errorBody(error);
  const metadata = field(body, "metadata");
  return [field(body, "code"), field(body, "type"), field(metadata, "error_type"), field(error, "code")];
}

function errorBody(error: unknown): unknown {
  if (StreamProviderError.isInstance(error)) return field(error.data, "error") ?? error.data;
  if (!APICallError.isInstance(error)) return undefined;
  try {
    const parsed: unknown = JSON.parse(error.responseBody ?? "");
    return field(parsed, "error") ?? parsed;
  } catch {
    // what the package made of the body; OpenRouter's `metadata` is not in it any more
    return field(error.data, "error") ?? error.data;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function statusCode(error: unknown): ErrorCode | undefined {
  if (!APICallError.isInstance(error) && !StreamProviderError.isInstance(error)) return undefined;
  const status = error.statusCode;
  if (status === undefined) return undefined;
  return byStatus[status] ?? (status >= 500 ? "provider_unavailable" : undefined);
}

// fetch says "fetch failed" and keeps the reason two causes deep
function networkCode(error: unknown): ErrorCode | undefined {
  for (let cause: unknown = error, depth = 0; cause && depth < 5; cause = field(cause, "cause"), depth += 1) {
    const code = field(cause, "code");
    if (typeof code !== "string") continue;
    if (insecureCodes.test(code)) return "provider_insecure";
    if (networkCodes.test(code)) return "provider_unreachable";
  }
  return undefined;
}

/** Whether a call failed on the way, not at the provider: the connection was refused, reset or cut. */
export function isNetworkError(error: unknown): boolean {
  // a body that breaks off comes with the status of its beginning, 200
  if (APICallError.isInstance(error) && (error.statusCode ?? 200) >= 400) return false;
  return (
    networkCode(error) !== undefined || (error instanceof TypeError && /terminated|fetch failed/.test(error.message))
  );
}

/** Seconds from `Retry-After` (a number or a date); 0 when the provider does not say. */
function retryAfterSeconds(error: unknown): number {
  const header = APICallError.isInstance(error) ? error.responseHeaders?.["retry-after"] : undefined;
  if (!header) return 0;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const untilMs = Date.parse(header) - Date.now();
  return Number.isFinite(untilMs) ? Math.max(0, Math.ceil(untilMs / 1000)) : 0;
}
