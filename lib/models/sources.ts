/** A page that an answer rests on, as its provider reports it. */
export type Source = { url: string; title: string };

/** What is kept of one answer's. */
const mostSources = 100;
const longestUrl = 2_000;
const longestTitle = 300;

/**
 * The sources in a chunk or a whole answer of a chat completion: `annotations` as OpenAI and OpenRouter send them,
 * `search_results` and `citations` as Perplexity does. Whatever is not of these shapes is passed over.
 */
export function readSources(value: unknown): Source[] {
  const body = asRecord(value);
  if (!body) return [];
  const cited = asList(body.choices).flatMap((choice) => {
    const said = asRecord(asRecord(choice)?.delta) ?? asRecord(asRecord(choice)?.message);
    return asList(said?.annotations).map((annotation) => asRecord(annotation)?.url_citation);
  });
  const pages = [...cited, ...asList(body.search_results), ...asList(body.citations)];
  return pages.flatMap((page) => {
    const { url, title } = typeof page === "string" ? { url: page, title: "" } : (asRecord(page) ?? {});
    const source = toSource(url, title);
    return source ? [source] : [];
  });
}

/** A source worth keeping, with its host for a title where it has none; null for an address that is not of the web. */
export function toSource(url: unknown, title: unknown): Source | null {
  if (typeof url !== "string" || url.length > longestUrl || !/^https?:\/\//i.test(url)) return null;
  const parsed = URL.parse(url);
  if (!parsed || parsed.username || parsed.password) return null;
  const words = typeof title === "string" ? title.toWellFormed().replace(/\s+/g, " ").trim() : "";
  return { url: parsed.href, title: words.slice(0, longestTitle).toWellFormed() || parsed.host };
}

/** The sources with those of `more` that are new; each page once, and not without end. The same list when none is. */
export function withSources(sources: Source[], more: Source[]): Source[] {
  let all = sources;
  for (const source of more) {
    if (all.length >= mostSources || all.some(({ url }) => url === source.url)) continue;
    all = [...all, source];
  }
  return all;
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const asRecord = (value: unknown): Record<string, unknown> | null =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
