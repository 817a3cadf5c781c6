"use client";

import { useChat } from "@ai-sdk/react";
import { DefaultChatTransport } from "ai";
import { type KeyboardEvent, useState } from "react";

const transport = new DefaultChatTransport({ api: "/api/sdk" });

/**
 * The floor in a browser: a message box, and the answer as plain text in one node, by the AI SDK's own hook as its
 * documentation has it. No markdown, no list, no store.
 */
export default function Page() {
  const [draft, setDraft] = useState("");
  const { messages, sendMessage } = useChat({ transport });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void sendMessage({ text: draft });
    setDraft("");
  };
  return (
    <main>
      <h1>Floor</h1>
      {messages.map(({ id, parts }) => (
        <pre key={id} style={{ whiteSpace: "pre-wrap" }}>
          {parts.map((part) => (part.type === "text" ? part.text : "")).join("")}
        </pre>
      ))}
      <textarea
        aria-label="Message"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </main>
  );
}
