import { signIn, signOut, signUp } from "@/lib/accounts/sign";
import { SignIn, SignUp } from "@/lib/auth/schema";
import { readSession } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { readBody } from "@/lib/http/body";
import { clientNetwork } from "@/lib/http/client-address";
import { json, noContent, publicDoor } from "@/lib/http/door";

export const POST = publicDoor(async (request, { all }) => {
  const { headers } = request;
  switch (all) {
    case "sign-up/email":
      return noContent(await signUp(await readBody(request, SignUp), headers, clientNetwork(headers)));
    case "sign-in/email":
      return noContent(await signIn(await readBody(request, SignIn), headers, clientNetwork(headers)));
    case "sign-out":
      return noContent(await signOut(headers));
    default:
      throw new AppError("not_found");
  }
});

export const GET = publicDoor(async (request, { all }) => {
  if (all !== "get-session") throw new AppError("not_found");
  return json((await readSession(request.headers))?.actor ?? null);
});
