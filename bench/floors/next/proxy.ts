import { NextResponse } from "next/server";

/** Never called. Without this file the bundler would look further up, and find the site's. */
export const proxy = () => NextResponse.next();

export const config = { matcher: "/never" };
