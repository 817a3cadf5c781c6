import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { z } from "zod";
import { databaseUrl, encryptionKeys, httpUrl, isProxy, optional, seconds } from "./env/forms.ts";
import { isSameDatabase } from "./env/same-database.ts";

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

// variables by which hosting platforms can be told; there a run is never a local one
const platformVariables = ["VERCEL", "RENDER", "FLY_APP_NAME", "RAILWAY_ENVIRONMENT", "K_SERVICE", "DYNO"] as const;

// secrets that documentation and defaults have made public
const publicSecrets = ["better-auth-secret-123456789", "change-me-change-me-change-me-change-me", "secret"];

/**
 * How long Vercel lets a function run: the most that every plan has
 * (https://vercel.com/docs/functions/limitations). `maxDuration` of the routes that stream is the same, and has to be
 * written there as a literal; scripts/vercel.test.ts holds them together.
 */
export const vercelFunctionSeconds = 300;

/** What of that is for accepting a turn, and for storing its end after the model was stopped (SF-14). */
const vercelSpareSeconds = 15;

const CustomProvider = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "letters, digits and hyphens"),
  name: z.string().trim().min(1).max(60),
  baseURL: httpUrl,
  apiKey: z.string().min(1).optional(),
});
/** A server of the OpenAI kind that the operator configured. */
export type CustomProvider = z.infer<typeof CustomProvider>;

const reservedProviderIds = ["openai", "openrouter", "demo"];

const customProviders = z
  .string()
  .default("[]")
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.array(CustomProvider).max(50))
  .superRefine((providers, context) => {
    const ids = providers.map((provider) => provider.id);
    for (const id of ids) {
      if (reservedProviderIds.includes(id)) context.addIssue({ code: "custom", message: `the id "${id}" is taken` });
    }
    if (new Set(ids).size < ids.length) context.addIssue({ code: "custom", message: "two providers have one id" });
  });

const Variables = z.object({
  DATABASE_URL: databaseUrl.default("file:./data/switchboard.db"),
  DATABASE_AUTH_TOKEN: optional,
  PREVIEW_DATABASE_URL: databaseUrl.optional(),
  PREVIEW_DATABASE_AUTH_TOKEN: optional,
  BETTER_AUTH_SECRET: optional,
  BETTER_AUTH_URL: httpUrl.optional(),
  ENCRYPTION_KEY: encryptionKeys.optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  LISTEN_HOST: optional,
  TRUST_PROXY: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((entry) => entry.trim())
        .filter(Boolean),
    )
    .superRefine((entries, context) => {
      for (const entry of entries) {
        if (!isProxy(entry)) context.addIssue({ code: "custom", message: `"${entry}" is no address and no network` });
      }
    }),
  OPENAI_API_KEY: optional,
  OPENAI_BASE_URL: httpUrl.default("https://api.openai.com/v1"),
  OPENROUTER_API_KEY: optional,
  OPENROUTER_BASE_URL: httpUrl.default("https://openrouter.ai/api/v1"),
  CUSTOM_PROVIDERS: customProviders,
  DATABASE_REPLICA: z.enum(["on", "off"]).default("off"),
  DEFAULT_MODEL: optional,
  TITLE_MODEL: optional,
  OFFLINE_PAGE: z.enum(["on", "off"]).default("on"),
  FIRST_CHUNK_SECONDS: seconds(60),
  CHUNK_SECONDS: seconds(60),
  REASONING_FIRST_CHUNK_SECONDS: seconds(300),
  MAX_TURN_SECONDS: seconds(1800),
  MAX_RUNNING_TURNS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    // it computes mainly on one core: more of them are for more processes (docs/operations.md)
    .default(() => (availableParallelism() > 1 ? 150 : 75)),
  LOG_FORMAT: z.enum(["json", "text"]).optional(),
  METRICS_TOKEN: z.string().min(16, "must have 16 characters or more").optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: optional,
  OTEL_SERVICE_NAME: z.string().default("switchboard"),
});

/** The settings of the process, parsed and checked. Nothing else reads `process.env`. */
export type Env = z.infer<typeof Variables> & {
  /** how the log is written: for machines unless it is a local run */
  LOG_FORMAT: "json" | "text";
  /** off any platform, on loopback: secrets may be made up and kept beside the database */
  localRun: boolean;
  /** the hosting platform's own proxy sets the client's address, and processes stand still between requests */
  onVercel: boolean;
  /** any deployment but production (docs/decisions/025-deploying.md); its database may be production's */
  isPreview: boolean;
  /** a preview that has a database of its own */
  ownDatabase: boolean;
  /** how long the platform lets a function run; null where nobody ends them */
  functionSeconds: number | null;
  /** the address people open, without a trailing slash */
  baseUrl: string;
  /** all origins that the platform serves this deployment at, the one of `baseUrl` included */
  origins: string[];
};

/** The names of all variables that can be set, for the documentation's test. */
export const variableNames = Object.keys(Variables.shape);

/** A setting that is missing or wrong; the message names each one and says what would be right. */
export class EnvError extends Error {
  constructor(problems: string[]) {
    super(problems.map((problem) => `- ${problem}`).join("\n"));
    this.name = "EnvError";
  }
}

/**
 * Parses settings. An empty variable counts as unset.
 * @throws EnvError naming every variable that is wrong
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = withTurso(withoutEmpty(source));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) throw new EnvError(problemsOf(parsed.error));
  const onVercel = given.VERCEL !== undefined;
  // one that does not say what it is must not change what production works on
  const isPreview = onVercel && given.VERCEL_ENV !== "production";
  const variables = { ...parsed.data, ...(isPreview && previewDatabase(parsed.data)) };
  const onPlatform = platformVariables.some((name) => given[name] !== undefined);
  const addresses = onVercel ? vercelAddresses(given, isPreview) : [];
  const own = variables.BETTER_AUTH_URL;
  // Vercel's CLI runs a site on somebody's own machine, too (`vercel dev`), at no address of the platform's
  const url = isPreview ? (addresses[0] ?? own) : (own ?? addresses[0]);
  const localRun = !onPlatform && (url === undefined || loopbackHosts.has(new URL(url).hostname));
  const problems = [
    ...secretProblems(variables.BETTER_AUTH_SECRET, localRun),
    ...(onVercel ? databaseProblems(given, variables) : []),
    ...(onVercel && !isPreview ? addressProblems(own) : []),
  ];
  if (onPlatform && !url) problems.push("BETTER_AUTH_URL: set it to the address that people open");
  if (problems.length > 0) throw new EnvError(problems);
  const baseUrl = url ?? `http://localhost:${variables.PORT}`;
  return {
    ...variables,
    // a turn has to end in good order before the platform ends the function
    MAX_TURN_SECONDS: onVercel
      ? Math.min(variables.MAX_TURN_SECONDS, vercelFunctionSeconds - vercelSpareSeconds)
      : variables.MAX_TURN_SECONDS,
    LOG_FORMAT: variables.LOG_FORMAT ?? (localRun ? "text" : "json"),
    localRun,
    onVercel,
    isPreview,
    ownDatabase: variables.PREVIEW_DATABASE_URL !== undefined,
    functionSeconds: onVercel ? vercelFunctionSeconds : null,
    baseUrl,
    origins: [...new Set([baseUrl, ...addresses].map((address) => new URL(address).origin))],
  };
}

type Variables = z.infer<typeof Variables>;

// Turso's integration with Vercel sets names of its own
function withTurso(given: Record<string, string | undefined>): Record<string, string | undefined> {
  const { VERCEL, DATABASE_URL, TURSO_DATABASE_URL, TURSO_AUTH_TOKEN } = given;
  if (VERCEL === undefined || DATABASE_URL !== undefined || TURSO_DATABASE_URL === undefined) return given;
  return { ...given, DATABASE_URL: TURSO_DATABASE_URL, DATABASE_AUTH_TOKEN: TURSO_AUTH_TOKEN };
}

function previewDatabase({ PREVIEW_DATABASE_URL: url, PREVIEW_DATABASE_AUTH_TOKEN: token }: Variables) {
  return url === undefined ? {} : { DATABASE_URL: url, DATABASE_AUTH_TOKEN: token };
}

/** Where Vercel serves a deployment, the address to be told first. */
function vercelAddresses(given: Record<string, string | undefined>, isPreview: boolean): string[] {
  const hosts = isPreview
    ? [given.VERCEL_BRANCH_URL, given.VERCEL_URL]
    : [given.VERCEL_PROJECT_PRODUCTION_URL, given.VERCEL_BRANCH_URL, given.VERCEL_URL];
  return hosts.filter((host) => host !== undefined).map((host) => `https://${host}`);
}

function secretProblems(secret: string | undefined, localRun: boolean): string[] {
  if (secret === undefined) {
    return localRun ? [] : ["BETTER_AUTH_SECRET: missing; `openssl rand -base64 32` makes one"];
  }
  if (Buffer.byteLength(secret) < 32) return ["BETTER_AUTH_SECRET: must be 32 bytes or longer"];
  const known = publicSecrets.includes(secret) || new Set(secret).size < 6;
  return known ? ["BETTER_AUTH_SECRET: this one is public or too simple; `openssl rand -base64 32` makes one"] : [];
}

// there it is always https, and a laptop's address, copied along with its other settings, would refuse every sign-in
function addressProblems(url: string | undefined): string[] {
  if (!url?.startsWith("http:")) return [];
  const help = "leave it out, or set it to the domain of your own that people open";
  return [`BETTER_AUTH_URL: ${url} is not https, and on Vercel every address is; ${help}`];
}

// functions share no disk, and what they have of one is gone with them
function databaseProblems(given: Record<string, string | undefined>, { DATABASE_URL: url }: Variables): string[] {
  const name = given.PREVIEW_DATABASE_URL === url ? "PREVIEW_DATABASE_URL" : "DATABASE_URL";
  const help = `create a database at https://turso.tech, and set its address (libsql://...) and its token (${name.replace("URL", "AUTH_TOKEN")})`;
  if (given[name] === undefined) return [`${name}: missing; ${help}`];
  if (url.startsWith("file:")) return [`${name}: files do not last on Vercel; ${help}`];
  const { PREVIEW_DATABASE_URL: previews, DATABASE_URL: own } = given;
  const shared = previews !== undefined && own !== undefined && isSameDatabase(previews, own);
  return shared ? ["PREVIEW_DATABASE_URL: this is DATABASE_URL, whose schema previews leave alone; leave it out"] : [];
}

/** Where the data is, for commands that need nothing else. @throws EnvError */
export function parseDatabaseAddress(source: Record<string, string | undefined>): { url: string; authToken?: string } {
  const parsed = Variables.pick({ DATABASE_URL: true, DATABASE_AUTH_TOKEN: true }).safeParse(withoutEmpty(source));
  if (!parsed.success) throw new EnvError(problemsOf(parsed.error));
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = parsed.data;
  return { url, ...(authToken && { authToken }) };
}

function withoutEmpty(source: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
}

const problemsOf = (error: z.ZodError) => error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);

/** What of the settings no log may hold. */
export function secretsOf(settings: Env): string[] {
  const { CUSTOM_PROVIDERS, OTEL_EXPORTER_OTLP_HEADERS = "" } = settings;
  const values = [
    settings.BETTER_AUTH_SECRET,
    ...(settings.ENCRYPTION_KEY ?? "").split(",").map((key) => key.trim()),
    settings.DATABASE_AUTH_TOKEN,
    settings.PREVIEW_DATABASE_AUTH_TOKEN,
    settings.OPENAI_API_KEY,
    settings.OPENROUTER_API_KEY,
    settings.METRICS_TOKEN,
    ...CUSTOM_PROVIDERS.map(({ apiKey }) => apiKey),
    ...OTEL_EXPORTER_OTLP_HEADERS.split(",").map((pair) => pair.slice(pair.indexOf("=") + 1).trim()),
  ];
  // a short one would be found in words
  return values.filter((value): value is string => value !== undefined && value.length >= 6);
}

/** A new secret of 32 random bytes. */
export const newSecret = (): string => randomBytes(32).toString("base64");

/** The build that runs; written into the code when it is built (next.config.js), the same on the page. */
export const buildId = process.env.NEXT_PUBLIC_BUILD ?? "none";

let parsed: Env | undefined;

/** The settings of this process. @throws EnvError at the first call when they are wrong */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
