import { answer } from "../../../answer";

/** Floor "SDK": as documented. */
export const POST = (request: Request) => answer(request);
