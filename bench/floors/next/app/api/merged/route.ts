import { answer } from "../../../answer";
import { mergingFetch } from "../../../merging-fetch";

/** Floor "SDK merged": what the provider sends is merged ahead of the SDK, and compression is refused. */
export const POST = (request: Request) =>
  answer(request, { fetch: mergingFetch, headers: { "cache-control": "no-cache, no-transform" } });
