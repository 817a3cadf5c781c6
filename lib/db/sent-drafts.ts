// What was sent is no draft any more. The page takes its draft away itself, but only after a while, and not when it is
// closed or loses its connection right after sending: other devices would show a text that has been sent long ago.

const beginsWith = (parts: string, text: string) =>
  `substr(json_extract(${parts}, '$[0].text'), 1, length(${text})) = ${text}`;

/**
 * A message that came after the one that the writer of a draft knew, and is or begins with its text, so that the draft
 * is a writing that was overtaken. Names the arguments of `writeDraft`.
 */
export const isSent = `EXISTS (SELECT 1 FROM "Conversation" c JOIN "Message" m ON m."conversationId" = c."id"
  WHERE c."id" = COALESCE(:conversationId, :after) AND c."userId" = :userId AND m."role" = 'user'
    AND (:conversationId IS NULL OR :after IS NULL
      OR m."sequence" > (SELECT "sequence" FROM "Message" WHERE "id" = :after AND "conversationId" = c."id"))
    AND ${beginsWith(`m."parts"`, ":text")})`;

/**
 * Takes away what stands in the boxes from which a message may have been sent, if it is the message or its beginning; a
 * statement that comes after the one that stores the message.
 */
export function deleteSentDraft(begins: boolean, condition: string): string {
  const boxes = begins ? "(:conversationId, 'new')" : "(:conversationId)";
  return `DELETE FROM "Draft" WHERE "userId" = :userId AND "box" IN ${boxes}
    AND ${beginsWith(`(SELECT "parts" FROM "Message" WHERE "id" = :userMessageId)`, `"Draft"."text"`)} AND ${condition}`;
}
