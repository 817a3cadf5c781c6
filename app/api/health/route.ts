import { json, publicDoor } from "@/lib/http/door";
import { checkReady, describeHealth } from "@/lib/http/health";
import { isOperator } from "@/lib/http/operator-token";

/** Ready: requests may be sent here. */
export const GET = publicDoor(async (request) => {
  if (!isOperator(request)) return json(await checkReady());
  const health = await describeHealth();
  return json(health, { status: health.status === "ok" ? 200 : 503 });
});
