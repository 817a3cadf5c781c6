import { publicDoor } from "@/lib/http/door";
import { answerMetrics } from "@/lib/http/metrics";

export const GET = publicDoor(async (request) => answerMetrics(request));
