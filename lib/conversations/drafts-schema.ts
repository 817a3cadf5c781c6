import * as z from "zod/mini";
import { id } from "./schema.ts";

/** Longest draft that goes to other devices, in UTF-16 code units; a longer one stays in the browser it was written in. */
export const maxDraftLength = 100_000;
/** As many drafts as the server keeps for a person, and most that these hold together. */
export const maxDrafts = 200;
export const maxDraftsLength = 1_000_000;

/** The message box of what is no conversation yet. */
export const newBox = "new";

/** A draft as the server has it. */
export type StoredDraft = {
  text: string;
  /** changes with every writing */
  revision: string;
  /** the browser tab that wrote it */
  tab: string;
};

/** Body of `PUT /api/drafts/{box}`: an empty text takes the draft away. */
export const DraftChange = z.strictObject({
  text: z.string().check(z.maxLength(maxDraftLength)),
  /** chosen by the page: written twice, it is the same */
  revision: id,
  /** what the page has seen there last, null for nothing; when something else stands there, that stays */
  base: z.nullable(id),
  tab: id,
  /**
   * the person's last message that the page knew in the conversation, null for none; for the new chat the id that its
   * conversation will have: what was sent since is no draft any more
   */
  after: z.nullable(id),
});
export type DraftChange = z.infer<typeof DraftChange>;

/** Answer of `GET` and `PUT /api/drafts/{box}`: what stands there now. */
export type DraftAnswer = { draft: StoredDraft | null };
