import { diagramFrame } from "@/lib/http/diagram-frame";
import { publicDoor } from "@/lib/http/door";

export const GET = publicDoor(async () => diagramFrame());
