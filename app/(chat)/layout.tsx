import type { ReactNode } from "react";
import { Workspace } from "@/components/sidebar/workspace";
import { lastModelId, listConversations } from "@/lib/conversations/list";
import { defaultModelId, knownNames } from "@/lib/models/list-models";
import { isUsableModel } from "@/lib/models/registry";
import { readDefaultPreset } from "@/lib/settings/presets";
import { isSidebarCollapsed, pageSettings } from "../page-settings";
import { actorOfRequest } from "./page-actor";

export default async function ChatLayout({ children }: { children: ReactNode }) {
  const actor = await actorOfRequest();
  // the page itself sends a stranger away, and knows where to come back to
  if (!actor) return children;
  const settings = await pageSettings();
  const [collapsed, firstPage, modelId, preset] = await Promise.all([
    isSidebarCollapsed(),
    listConversations(actor),
    lastModelId(actor).then(defaultModelId),
    readDefaultPreset(actor, settings.locale, isUsableModel),
  ]);
  const modelNames = await knownNames([
    modelId,
    ...firstPage.conversations.map((conversation) => conversation.modelId),
  ]);
  return (
    <Workspace
      user={{ name: actor.name, email: actor.email }}
      firstPage={firstPage}
      defaultModelId={modelId}
      defaultPreset={preset}
      modelNames={modelNames}
      theme={settings.theme}
      sidebarCollapsed={collapsed}
      locale={settings.locale}
    >
      {children}
    </Workspace>
  );
}
