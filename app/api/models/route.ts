import { after } from "next/server";
import { door } from "@/lib/http/door";
import { revalidated } from "@/lib/http/revalidated";
import { catalogueOf } from "@/lib/models/catalogue";
import { listProviders, renewedLists } from "@/lib/models/list-models";

export const GET = door(null, async ({ request }) => {
  const providers = await listProviders();
  after(renewedLists);
  return revalidated(request, await catalogueOf(providers));
});
