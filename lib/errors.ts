import compile from "icu-minify/compile";
import format, { type CompiledMessage } from "icu-minify/format";
import messages from "../messages/en.json" with { type: "json" };

/**
 * Every way a request or a turn can fail, with the HTTP status it maps to. The set is closed: the sentence for
 * each code is in `messages/*.json` under `errors`, for the API in English, for the page in the person's language.
 */
export const errorStatus = {
  invalid_request: 400,
  message_empty: 400,
  message_too_long: 400,
  unauthenticated: 401,
  wrong_credentials: 401,
  forbidden_origin: 403,
  not_found: 404,
  model_not_found: 404,
  email_taken: 409,
  conversation_busy: 409,
  conversation_changed: 409,
  too_many_favourites: 409,
  too_many_presets: 409,
  presets_too_long: 409,
  drafts_full: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  server_busy: 503,
  database_unavailable: 503,
  database_full: 503,
  database_read_only: 503,
  // what a provider can do to a turn; stored on the answer
  provider_key_refused: 502,
  provider_no_credit: 502,
  provider_model_missing: 502,
  provider_refused_request: 502,
  provider_rate_limited: 502,
  provider_unavailable: 502,
  provider_unreachable: 502,
  provider_connection_refused: 502,
  provider_name_unknown: 502,
  provider_connect_timeout: 504,
  provider_certificate_expired: 502,
  provider_certificate_untrusted: 502,
  provider_certificate_mismatch: 502,
  provider_not_tls: 502,
  provider_insecure: 502,
  provider_timeout: 504,
  provider_stalled: 504,
  provider_failed: 502,
  provider_cut: 502,
  context_too_long: 502,
  content_filtered: 502,
  answer_empty: 502,
  answer_too_long: 502,
  turn_time_limit: 504,
  turn_orphaned: 500,
} as const;

/** One of the closed set of error codes. */
export type ErrorCode = keyof typeof errorStatus;

/** Values named in an error's sentence: a limit, a provider's name, a host, seconds to wait. */
export type ErrorParams = Record<string, string | number>;

/** An error as it goes over the wire and into the database. */
export type ErrorBody = { code: ErrorCode; message: string; params?: ErrorParams };

const sentences = new Map<ErrorCode, CompiledMessage>();
const formatters = {
  getDateTimeFormat: (...args: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...args),
  getNumberFormat: (...args: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...args),
  getPluralRules: (...args: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...args),
};

const brand = Symbol.for("switchboard.AppError");

/** An error that may be shown: its code, its params and its sentence are all safe for the person who caused it. */
export class AppError extends Error {
  readonly [brand] = true;
  readonly code: ErrorCode;
  readonly params: ErrorParams | undefined;

  constructor(code: ErrorCode, params?: ErrorParams, options?: ErrorOptions) {
    super(errorMessage(code, params), options);
    this.name = "AppError";
    this.code = code;
    this.params = params;
  }

  /** Next bundles routes apart, each with a class of its own: what is thrown in one and caught in another is ours too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }

  /** The HTTP status of the code. */
  get status(): number {
    return errorStatus[this.code];
  }

  /** `{ code, message, params }`, the only form in which an error leaves the server. */
  get body(): ErrorBody {
    return { code: this.code, message: this.message, ...(this.params && { params: this.params }) };
  }
}

// a sentence must come out even where a stored error lacks what its sentence names today
const unnamed: ErrorParams = {
  field: "none",
  provider: "The provider",
  model: "the model",
  host: "its server",
  seconds: 0,
  minutes: 0,
  limit: 0,
};

/** The English sentence for a code. */
export function errorMessage(code: ErrorCode, params?: ErrorParams): string {
  const sentence = sentences.get(code) ?? compile(messages.errors[code]);
  sentences.set(code, sentence);
  return String(format(sentence, "en", { ...unnamed, ...params }, { formatters }));
}

/** What any thrown value becomes at a door: an AppError stays itself, all else is `internal` with nothing told. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError("internal", undefined, { cause: error });
}
