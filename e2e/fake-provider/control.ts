import { z } from "zod";
import { defaultListing, listingOf } from "./listings.ts";
import { CallFilter } from "./log.ts";
import { type Mount, mounts } from "./vendors.ts";

const Listing = z.strictObject({
  mount: z.enum(mounts),
  /** whose listing is served: a mount's usual one, or these; null for `data: null` */
  models: z.union([z.enum(mounts), z.array(z.string().or(z.looseObject({ id: z.string() }))), z.null()]),
});

const ListingFailure = z.strictObject({
  mount: z.enum(mounts),
  failure: z.enum(["401", "403", "500", "hang", "garbage", "flood"]).nullable(),
});

const Titles = z.enum(["answer", "hang", "fail"]).or(z.strictObject({ text: z.string() }));

/** Body of `POST /__control`; each field does what the method of that name does. */
export const Command = z.strictObject({
  reset: z.literal(true).optional(),
  setListing: Listing.optional(),
  failListing: ListingFailure.optional(),
  setTitles: Titles.optional(),
  setAnswer: z.strictObject({ model: z.string(), text: z.string() }).optional(),
  release: CallFilter.optional(),
});
export type Command = z.infer<typeof Command>;

export type Titles = z.infer<typeof Titles>;
export type ListingFailure = z.infer<typeof ListingFailure>["failure"];
export type ListingModels = z.infer<typeof Listing>["models"];

/** What a test can change about the fake. */
export class Behaviour {
  titles: Titles = "answer";
  /** what models say that have no scenario of their own, by their id */
  answers = new Map<string, string>();
  listings = new Map<Mount, string>();
  listingFailures = new Map<Mount, ListingFailure>();

  /** The listing of a mount as it stands. */
  listing(mount: Mount): string {
    return this.listings.get(mount) ?? defaultListing(mount);
  }

  setListing(mount: Mount, models: ListingModels): void {
    this.listings.set(mount, typeof models === "string" ? defaultListing(models) : listingOf(models));
  }

  reset(): void {
    this.titles = "answer";
    this.answers.clear();
    this.listings.clear();
    this.listingFailures.clear();
  }
}
