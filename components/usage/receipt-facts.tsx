"use client";

import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { Parameters } from "@/lib/models/parameters-schema";
import type { ParameterName } from "@/lib/models/schema";
import type { Receipt } from "@/lib/turns/receipt-schema";
import { useErrorText } from "../error-text.ts";
import { usePlanText } from "../settings/use-plan-text.ts";
import { exactDollars } from "./amounts.ts";
import { useAmountText } from "./use-amount-text.ts";

/** What a receipt says, in names and values. */
export function ReceiptFacts({ receipt }: { receipt: Receipt }) {
  return (
    <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 gap-y-2 text-sm">
      <Who receipt={receipt} />
      <Sent receipt={receipt} />
      <Took receipt={receipt} />
      <Went receipt={receipt} />
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </>
  );
}

const Code = ({ children }: { children: string }) => <span className="font-mono text-xs">{children}</span>;

function Who({ receipt: { modelId, servedModel, servedBy, provider, responseId } }: { receipt: Receipt }) {
  const translate = useTranslations("receipt");
  const where = provider?.host ? translate("provider-at", provider) : provider?.name;
  return (
    <>
      <Fact name={translate("model")}>
        <Code>{modelId}</Code>
      </Fact>
      {servedModel && (
        <Fact name={translate("served-model")}>
          <Code>{servedModel}</Code>
        </Fact>
      )}
      {servedBy && <Fact name={translate("served-by")}>{servedBy}</Fact>}
      <Fact name={translate("provider")}>{where ?? translate("provider-gone")}</Fact>
      {responseId && (
        <Fact name={translate("response-id")}>
          <Code>{responseId}</Code>
        </Fact>
      )}
    </>
  );
}

function Sent({ receipt: { turnId, parameters, notes, systemPrompt } }: { receipt: Receipt }) {
  const translate = useTranslations("receipt");
  const text = usePlanText();
  const sent = Object.entries(parameters) as [ParameterName, Parameters[ParameterName]][];
  // of a copy it is not known
  if (turnId === null) return null;
  return (
    <>
      <Fact name={translate("parameters")}>
        {sent.length === 0
          ? translate("no-parameters")
          : sent.map(([name, value]) => (
              <div key={name}>
                {text.name(name)}: <Code>{typeof value === "string" ? value : JSON.stringify(value)}</Code>
              </div>
            ))}
      </Fact>
      {notes.length > 0 && (
        <Fact name={translate("notes")}>
          {notes.map((note) => (
            <div key={note.parameter + note.what}>
              {text.name(note.parameter)}: {text.became(note)}
            </div>
          ))}
        </Fact>
      )}
      <Fact name={translate("system-prompt")}>
        {systemPrompt.hash === null ? translate("no-system-prompt") : <Code>{`SHA-256 ${systemPrompt.hash}`}</Code>}
        {systemPrompt.changed && <p className="text-muted">{translate("system-prompt-changed")}</p>}
      </Fact>
    </>
  );
}

function Took({ receipt: { usage } }: { receipt: Receipt }) {
  const translate = useTranslations("receipt");
  const text = useAmountText();
  const parts = (
    whole: number | null,
    ...some: [label: "cached" | "cache-write" | "reasoning", count: number | null][]
  ) => (
    <>
      {whole === null ? text.unknown : text.tokens(whole)}
      {some
        .filter(([, count]) => count !== null && count > 0)
        .map(([label, count]) => (
          <div key={label} className="text-muted">
            {translate(label)}: {text.tokens(count ?? 0)}
          </div>
        ))}
    </>
  );
  // of what nobody counted a price would tell nothing
  const uncounted = usage.inputTokens === null || usage.outputTokens === null;
  const source = usage.costSource ?? (uncounted ? "unknown-tokens" : "unknown");
  return (
    <>
      <Fact name={translate("input")}>
        {parts(usage.inputTokens, ["cached", usage.cachedTokens], ["cache-write", usage.cacheWriteTokens])}
      </Fact>
      <Fact name={translate("output")}>{parts(usage.outputTokens, ["reasoning", usage.reasoningTokens])}</Fact>
      <Fact name={translate("cost")}>
        {usage.cost === null ? text.unknown : exactDollars(usage.cost)}
        <div className="text-muted">{translate(`sources.${source}`)}</div>
      </Fact>
    </>
  );
}

function Went({ receipt }: { receipt: Receipt }) {
  const translate = useTranslations("receipt");
  const errorText = useErrorText();
  const locale = useLocale();
  const { firstTokenMs, totalMs, tokensPerSecond, status, finishReason, error, createdAt, endedAt } = receipt;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const seconds = (ms: number) => translate("seconds", { seconds: number.format(ms / 1000) });
  const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
  return (
    <>
      {firstTokenMs !== null && <Fact name={translate("first-token")}>{seconds(firstTokenMs)}</Fact>}
      {totalMs !== null && <Fact name={translate("total")}>{seconds(totalMs)}</Fact>}
      {tokensPerSecond !== null && (
        <Fact name={translate("pace")}>
          {translate("tokens-per-second", { tokens: number.format(tokensPerSecond) })}
        </Fact>
      )}
      <Fact name={translate("status")}>
        {translate(`statuses.${status}`)}
        {error && <div className="text-muted">{errorText(error)}</div>}
      </Fact>
      {finishReason && (
        <Fact name={translate("finish-reason")}>
          <Code>{finishReason}</Code>
        </Fact>
      )}
      <Fact name={translate("when")}>
        <time dateTime={endedAt ?? createdAt}>{when.format(new Date(endedAt ?? createdAt))}</time>
      </Fact>
    </>
  );
}
