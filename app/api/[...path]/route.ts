import { AppError } from "@/lib/errors";
import { errorResponse } from "@/lib/http/door";

/** Every address under /api that no other route has: absent, in the same words as what is forbidden. */
async function absent(): Promise<Response> {
  return errorResponse(new AppError("not_found"));
}

export { absent as DELETE, absent as GET, absent as PATCH, absent as POST, absent as PUT };
