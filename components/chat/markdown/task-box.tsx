import { useTranslations } from "use-intl";

/** The box before a task of a list; only the answer's writer ticks it. */
export function TaskBox({ checked }: { checked: boolean }) {
  const translate = useTranslations("markdown");
  return <input type="checkbox" aria-label={translate("task")} checked={checked} disabled readOnly />;
}
