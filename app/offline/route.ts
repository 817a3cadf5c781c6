import { publicDoor } from "@/lib/http/door";
import { offlineResponse } from "@/lib/http/offline-page";
import { keptPage } from "../kept-page";

export const GET = publicDoor(async () => offlineResponse(keptPage));
