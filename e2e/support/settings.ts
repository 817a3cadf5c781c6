import type { Locator, Page } from "@playwright/test";
import type { LogEntry } from "../fake-provider/log.ts";

/** The settings of the conversation that a page shows, as a person finds their way in them. */
export type SettingsPanel = {
  button: Locator;
  dialog: Locator;
  preset: Locator;
  system: Locator;
  save: Locator;
  field: (label: string) => Locator;
  press: (name: string) => Promise<void>;
  open: () => Promise<void>;
};

/** The settings behind a browser's page. */
export function settingsOn(page: Page): SettingsPanel {
  const button = page.getByRole("button", { name: "Conversation settings" });
  const dialog = page.getByRole("dialog", { name: "Conversation settings" });
  return {
    button,
    dialog,
    preset: dialog.getByRole("combobox", { name: "Begin from a preset" }),
    system: dialog.getByRole("textbox", { name: "System prompt" }),
    save: dialog.getByRole("button", { name: "Save", exact: true }),
    field: (label) => dialog.getByRole("textbox", { name: label, exact: true }),
    press: (name) => dialog.getByRole("button", { name, exact: true }).click(),
    open: async () => {
      await button.click();
      await dialog.waitFor();
    },
  };
}

/** The messages of a call as the provider got them. */
export function sentMessages(call: LogEntry | undefined): { role: string; content: unknown }[] {
  const { messages = [] } = (call?.body ?? {}) as { messages?: { role: string; content: unknown }[] };
  return messages;
}
