import { env } from "@/lib/env";
import { publicDoor } from "@/lib/http/door";
import { workerResponse } from "@/lib/http/offline-page";
import { keptPage } from "../kept-page";

export const GET = publicDoor(async () => workerResponse(env().OFFLINE_PAGE === "on" ? keptPage : null));
