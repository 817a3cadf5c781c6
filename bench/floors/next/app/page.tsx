"use client";

import { type KeyboardEvent, useState } from "react";

/** The floor in a browser: a message box, and the answer as plain text in one node. No markdown, no list, no store. */
export default function Page() {
  const [draft, setDraft] = useState("");
  const [answer, setAnswer] = useState("");
  const send = async () => {
    setDraft("");
    setAnswer("");
    const messages = [{ id: "1", role: "user", parts: [{ type: "text", text: draft }] }];
    const response = await fetch("/api/merged", { method: "POST", body: JSON.stringify({ id: "1", messages }) });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      const lines = (rest + read.value).split("\n");
      rest = lines.pop() ?? "";
      const deltas = lines.map((line) => (line.startsWith("data: {") ? JSON.parse(line.slice(6)).delta : "") ?? "");
      setAnswer((text) => text + deltas.join(""));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void send();
  };
  return (
    <main>
      <h1>Floor</h1>
      <pre style={{ whiteSpace: "pre-wrap" }}>{answer}</pre>
      <textarea
        aria-label="Message"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </main>
  );
}
