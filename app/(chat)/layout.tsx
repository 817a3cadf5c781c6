import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Workspace } from "@/components/sidebar/workspace";
import { openWorkspace } from "@/lib/accounts/open-workspace";
import { env } from "@/lib/env";
import { readFor } from "@/lib/http/recent-write";
import { defaultModelId, knownNames } from "@/lib/models/list-models";
import { isUsableModel } from "@/lib/models/registry";
import { isSidebarCollapsed, pageSettings } from "../page-settings";
import { actorOfRequest } from "./page-actor";

export default async function ChatLayout({ children }: { children: ReactNode }) {
  const actor = await actorOfRequest();
  // the page itself sends a stranger away, and knows where to come back to
  if (!actor) return children;
  const settings = await pageSettings();
  const [collapsed, { firstPage, lastModelId, defaultPreset, presetNames }] = await Promise.all([
    isSidebarCollapsed(),
    readFor(await headers(), () => openWorkspace(actor, settings.locale, isUsableModel)),
  ]);
  const modelId = await defaultModelId(lastModelId);
  const modelNames = await knownNames([
    modelId,
    ...firstPage.conversations.map((conversation) => conversation.modelId),
  ]);
  return (
    <Workspace
      // another person's page begins anew
      key={actor.userId}
      user={{ name: actor.name, email: actor.email }}
      firstPage={firstPage}
      defaultModelId={modelId}
      defaultPreset={defaultPreset}
      presetNames={presetNames}
      modelNames={modelNames}
      theme={settings.theme}
      sidebarCollapsed={collapsed}
      locale={settings.locale}
      onVercel={env().onVercel}
    >
      {children}
    </Workspace>
  );
}
