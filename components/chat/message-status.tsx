"use client";

import { CircleSlash, Scissors } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { MessageView, StoredError } from "@/lib/conversations/schema";
import { useErrorText, useStandIns } from "../error-text.ts";
import { Alert } from "../ui/alert.tsx";

/** How an answer ended, when that is worth a word: failed, interrupted, stopped, cut, filtered. */
export function MessageStatusLine({ message }: { message: MessageView }) {
  const translate = useTranslations("message");
  const errorText = useErrorText();
  const { status, error, finishReason } = message;
  if (status === "failed" || status === "interrupted") {
    const fallback = status === "failed" ? errorText({ code: "internal" }) : translate("interrupted");
    return (
      <Alert className="mt-3">
        <p>{error ? errorText(error) : fallback}</p>
        <Said params={error?.params} />
      </Alert>
    );
  }
  if (status === "stopped") return <Line icon={<CircleSlash className="size-4" />}>{translate("stopped")}</Line>;
  if (status !== "complete") return null;
  if (finishReason === "length") return <Line icon={<Scissors className="size-4" />}>{translate("cut")}</Line>;
  if (finishReason === "content-filter") {
    return <Line icon={<CircleSlash className="size-4" />}>{translate("filtered")}</Line>;
  }
  return null;
}

/** The provider's own words, where it had some in the middle of its answer. */
function Said({ params }: { params: StoredError["params"] }) {
  const translate = useTranslations("message");
  const withStandIns = useStandIns();
  const words = params?.detail;
  if (!words) return null;
  return (
    <p className="mt-1 text-muted">{withStandIns(params, ({ provider }) => translate("said", { provider, words }))}</p>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="mt-2 flex items-center gap-2 text-muted text-sm">
      {icon}
      {children}
    </p>
  );
}
