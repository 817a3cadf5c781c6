import { json, publicDoor } from "@/lib/http/door";
import { checkHealth } from "@/lib/http/health";

export const GET = publicDoor(async () => json(await checkHealth()));
