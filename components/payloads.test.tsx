import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, test } from "vitest";
import type { MessageView } from "@/lib/conversations/schema";
import type { ModelListing } from "@/lib/models/schema";
import messages from "../messages/en.json";
import { ChatHeader } from "./chat/chat-header.tsx";
import { Composer } from "./chat/composer.tsx";
import { EmptyChat } from "./chat/empty-chat.tsx";
import { payloads } from "./chat/markdown/payloads.ts";
import { MessageList } from "./chat/message-list.tsx";
import { Comparison } from "./models/browse/comparison.tsx";
import { ProvideTexts } from "./models/browse/texts.tsx";
import { indexModels } from "./models/model-index.ts";
import { ModelPicker } from "./models/model-picker.tsx";
import { Sidebar } from "./sidebar/sidebar.tsx";

const nothing = () => {};
const yes = async () => true;
const createdAt = "2026-01-01T00:00:00.000Z";

const failed = (params: Record<string, string>, modelId = "m:m"): MessageView => ({
  ...{ id: "a", parentId: "u", role: "assistant", parts: [{ type: "text", text: "So far" }], status: "failed" },
  ...{ modelId, error: { code: "provider_failed", params }, createdAt },
});

const listingOf = (name: string): ModelListing => {
  const models = [{ id: "m:m", name, description: name }];
  const provider = { ...{ id: "m", name, models }, listedAt: null, renewing: false, problem: null };
  return { ...{ defaultModelId: "m:m", favourites: [], recent: [], measures: {} }, providers: [provider] };
};

const pickerOf = (name: string) => (
  <ModelPicker
    {...{ value: "m:m", listing: listingOf(name), status: "ready", open: false }}
    {...{ onOpenChange: nothing, onChoose: nothing, onRetry: nothing, onMark: nothing }}
    {...{ markError: null, onDismissError: nothing }}
  />
);

/** Where a text stands that a person, a model or a provider wrote, and that is no Markdown. */
const places: Record<string, (text: string) => ReactNode> = {
  title: (text) => <ChatHeader title={text} onOpenSidebar={nothing} />,
  "row of the sidebar": (text) => (
    <Sidebar
      conversations={[
        { id: "c", title: text, modelId: "m:m", tipId: null, running: true, unseen: false, updatedAt: createdAt },
      ].map((conversation) => ({ ...conversation, activity: 1, pinnedAt: null }))}
      {...{ currentId: "c", status: "ready", hasMore: false, theme: "system", locale: "en" }}
      {...{ onLoadMore: nothing, onRetry: nothing, onNewChat: nothing, onOpen: nothing, onClose: nothing }}
      actions={{ rename: yes, pin: yes, archive: nothing, remove: nothing, see: nothing }}
      user={{ name: text, email: text }}
    />
  ),
  "provider's complaint": (text) => <MessageList messages={[failed({ provider: "P", detail: text })]} />,
  "name of a provider in an alert": (text) => <MessageList messages={[failed({ provider: text })]} />,
  "alert above the message box": (text) => (
    <Composer
      {...{ text: "", maxLength: 9, running: false, stopping: false, controls: null }}
      error={{ code: "unknown", message: text }}
      {...{ onTextChange: nothing, onSend: nothing, onStop: nothing, onDismissError: nothing }}
    />
  ),
  "name of a model on its button": pickerOf,
  "name of a model that is compared": (text) => (
    <ProvideTexts>
      <Comparison
        index={indexModels(listingOf(text))}
        {...{ chosen: ["m:m"], favourites: new Set<string>(), onRemove: nothing, onBack: nothing }}
      />
    </ProvideTexts>
  ),
  "name of a model beneath its answer": (text) => <MessageList messages={[failed({ provider: "P" }, text)]} />,
  "name of a provider in a new chat": (text) => (
    <EmptyChat {...{ name: text, demo: false, onVercel: false, listing: listingOf(text), onSuggest: nothing }} />
  ),
};

const render = (screen: ReactNode) =>
  renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      {screen}
    </IntlProvider>,
  );

/** The elements of a piece of markup with the names of their attributes, and the addresses as they are. */
function elementsOf(html: string): string[] {
  const tags = html.match(/<[^>]*>?/g) ?? [];
  return tags.map((tag) => tag.replace(/ (?!href=)([^\s=]+)="[^"]*"/g, " $1"));
}

const escaped: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const asText = (text: string) => text.replace(/[&<>"']/g, (character) => escaped[character] ?? "");

describe.each(Object.entries(places))("XM-1 attacks as %s", (_, screenWith) => {
  const harmless = elementsOf(render(screenWith("harmless")));

  test(`${payloads.length} of them are a text, whole, and become no element, attribute or address`, () => {
    for (const payload of payloads) {
      const html = render(screenWith(payload));
      expect(elementsOf(html), payload).toEqual(harmless);
      expect(html).toContain(asText(payload));
    }
  });
});
