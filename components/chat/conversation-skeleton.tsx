"use client";

import { useTranslations } from "use-intl";

const questions = ["w-3/5", "w-2/5"];
// of an answer
const lines = ["w-full", "w-11/12", "w-10/12", "w-4/5", "w-1/2"];

/** What stands there until a conversation comes: a question with its answer, and the message box where it will be. */
export function ConversationSkeleton() {
  const translate = useTranslations("conversation");
  return (
    <div role="status" className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <span className="sr-only">{translate("loading")}</span>
      <div
        aria-hidden="true"
        className="mx-auto min-h-0 w-full max-w-column flex-1 animate-pulse overflow-hidden px-4 md:px-6"
      >
        {questions.map((width) => (
          <div key={width} className="pt-5">
            <div className={`ms-auto h-11 rounded-2xl rounded-ee-md bg-hover ${width}`} />
            <div className="grid grid-cols-1 gap-3.5 pt-6 pb-7">
              {lines.map((width) => (
                <div key={width} className={`h-3.5 rounded bg-hover ${width}`} />
              ))}
            </div>
          </div>
        ))}
      </div>
      <div aria-hidden="true" className="safe-bottom mx-auto w-full max-w-column px-3 md:px-6">
        <div className="h-25.5 rounded-3xl border border-line bg-surface max-md:h-27.5" />
      </div>
    </div>
  );
}
