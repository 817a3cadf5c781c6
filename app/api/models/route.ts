import { door } from "@/lib/http/door";
import { revalidated } from "@/lib/http/revalidated";
import { catalogueOf } from "@/lib/models/catalogue";
import { listProviders } from "@/lib/models/list-models";

export const GET = door(null, async ({ request }) => revalidated(request, await catalogueOf(await listProviders())));
