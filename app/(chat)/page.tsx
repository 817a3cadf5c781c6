import { Conversation } from "@/components/chat/conversation";
import { isUsableModel } from "@/lib/models/registry";
import { requirePageActor } from "./page-actor";

export default async function NewChatPage({ searchParams }: PageProps<"/">) {
  const { model } = await searchParams;
  const modelId = [model].flat()[0];
  if (modelId === undefined) {
    await requirePageActor();
    return <Conversation seed={null} />;
  }
  await requirePageActor(`/?model=${encodeURIComponent(modelId)}`);
  return <Conversation seed={null} asked={{ modelId, usable: isUsableModel(modelId) }} />;
}
