"use client";

import { Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { parseRange, type Range, rangeName, ranges, type UsageReport } from "@/lib/usage/schema";
import { ChatHeader } from "../chat/chat-header.tsx";
import { type RequestError, requestJson } from "../http.ts";
import { onPlainClick } from "../sidebar/plain-click.ts";
import { useWorkspace } from "../sidebar/workspace.tsx";
import { buttonClass } from "../ui/button.tsx";
import { LoadFailed } from "../ui/load-failed.tsx";
import { UsageFigures } from "./usage-report.tsx";
import { UsageSkeleton } from "./usage-skeleton.tsx";

/** What the person's calls took, for a range that the address names. */
export function UsagePage() {
  const translate = useTranslations("usage");
  const { openSidebar, sidebarOpen, newChat } = useWorkspace();
  const range = parseRange(useSearchParams().get("days"));
  const { report, error, again } = useReport(range);
  return (
    <>
      <ChatHeader
        {...{ title: translate("title"), onOpenSidebar: openSidebar, sidebarOpen: sidebarOpen, onNewChat: newChat }}
      />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto w-full max-w-5xl grid grid-cols-1 gap-4 px-4 pt-2 pb-10 md:px-6">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <RangeLinks range={range} />
            {report && report.models.length > 0 && <CsvLink report={report} />}
            {/* its place is kept while nobody knows whether there is anything to download */}
            {!report && !error && (
              <span aria-hidden="true" className={buttonClass("secondary", "invisible")}>
                <CsvLabel />
              </span>
            )}
          </div>
          <Body report={report} error={error} again={again} />
        </div>
      </div>
    </>
  );
}

type Reading = { report: UsageReport | null; error: RequestError | null; again: () => void };

function Body({ report, error, again }: Reading) {
  const translate = useTranslations("usage");
  if (error) return <LoadFailed what={translate("failed")} error={error} onRetry={again} />;
  if (!report) return <UsageSkeleton />;
  if (report.models.length > 0) return <UsageFigures report={report} />;
  return (
    <div role="status" className="py-16 text-center">
      <p className="font-medium">{translate("empty-title")}</p>
      <p className="mt-1 text-pretty text-muted text-sm">{translate("empty")}</p>
    </div>
  );
}

function RangeLinks({ range }: { range: Range }) {
  const translate = useTranslations("usage");
  return (
    <nav aria-label={translate("range")} className="flex gap-0.5 rounded-lg border border-line bg-surface p-0.5">
      {ranges.map((one) => {
        const name = rangeName(one);
        const address = `/usage?days=${name}`;
        return (
          <a
            key={one}
            href={address}
            aria-current={one === range ? "true" : undefined}
            onClick={onPlainClick(() => window.history.pushState(null, "", address))}
            className="inline-flex min-h-8 items-center rounded-md px-3 text-muted text-sm hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent max-md:min-h-10"
          >
            {translate(`ranges.${name as "7" | "30" | "90" | "all"}`)}
          </a>
        );
      })}
    </nav>
  );
}

function CsvLink({ report: { from, to, zone } }: { report: UsageReport }) {
  return (
    <a href={`/api/usage/csv?${new URLSearchParams({ from, to, zone })}`} download className={buttonClass()}>
      <CsvLabel />
    </a>
  );
}

function CsvLabel() {
  const translate = useTranslations("usage");
  return (
    <>
      <Download className="size-4" />
      {translate("csv")}
    </>
  );
}

function useReport(range: Range): Reading {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Pick<Reading, "report" | "error"> & { range: Range }>({
    ...{ report: null, error: null, range },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    const asking = new AbortController();
    setState({ report: null, error: null, range });
    askReport(range, asking.signal).then(
      (result) =>
        setState(
          result.ok ? { report: result.value, error: null, range } : { report: null, error: result.error, range },
        ),
      () => {}, // given up
    );
    return () => asking.abort();
  }, [range, attempt]);
  const current = state.range === range ? state : { report: null, error: null };
  return { ...current, again: () => setAttempt(attempt + 1) };
}

async function askReport(range: Range, signal: AbortSignal) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const ask = (zone: string) =>
    requestJson<UsageReport>(`/api/usage?${new URLSearchParams({ days: rangeName(range), zone })}`, { signal });
  const result = await ask(timeZone);
  // a zone that the server has not heard of yet
  const unknownZone = !result.ok && result.error.params?.field === "zone";
  return unknownZone ? ask("UTC") : result;
}
