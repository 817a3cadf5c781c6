import { json, publicDoor } from "@/lib/http/door";

/** Live: the process answers, whatever its database does. */
export const GET = publicDoor(async () => json({ status: "ok" }));
