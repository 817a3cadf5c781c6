/** What a run checks, each under the name it is counted by. */
export const checks = {
  messages: "SF-1 every message that was acknowledged is stored exactly once, and every chat opens",
  orphans: "SF-1 no turn is left running ten seconds after the restart",
  lag: "SF-1 what was shown is stored, but for the last half second before a kill",
  shutdown: "SF-3 SIGTERM: the server exits in good order within ten seconds, and nothing shown is lost",
  once: "CF-6 one message and one provider call for each turn, however often it was sent",
  screen: "CF-2 text on the screen never shrinks, blanks or changes",
  typed: "CF-8 what a person sent is on the screen, in the conversation or in the box",
  box: "CF-6 what was sent is in no message box any more, on no device",
  ended: "CF-7 what had ended stays as it ended",
  stop: "CF-7 a stop ends its turn within a second, and no other",
  follow: "CF-5 every page comes to show what is stored, without a reload",
  spoken: "stored text is what the provider said, from its beginning",
  log: "the turn log, while it is kept, says what the message says",
  others: "SF-15 an instance that dies takes no turn of another's with it",
  quiet: "the server says nothing of errors, to its log or to its clients",
} as const;

export type CheckName = keyof typeof checks;

/** Something that must not be. */
export type Violation = { check: CheckName; what: string };
