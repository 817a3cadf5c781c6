/** Session tokens, by what happens to the server that is asked about them. */
export const faultyTokens = {
  throws: "canary-throws-at-once",
  rejectsUnheard: "canary-rejects-unheard",
  throwsLater: "canary-throws-later",
};
