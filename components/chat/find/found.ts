/** What is looked for in a conversation, folded, and where the person is: at which of the places in which message. */
export type Found = { wanted: string; at: { messageId: string; place: number } | null };
