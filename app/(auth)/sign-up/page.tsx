import { redirect } from "next/navigation";
import { SignForm } from "@/components/auth/sign-form";
import { pageActor } from "@/lib/auth/session-headers";
import { pageSettings } from "../../page-settings";
import { nextPage } from "../next-page";

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const next = nextPage((await searchParams).next);
  if (await pageActor()) redirect(next as "/");
  const { theme, locale } = await pageSettings();
  return <SignForm mode="sign-up" {...{ next, theme, locale }} />;
}
