import type { Locator, Page } from "@playwright/test";

/** The button with this name. */
export const button = (within: Page | Locator, name: string) => within.getByRole("button", { name, exact: true });

/** What a message offers. */
export function on(message: Locator) {
  return {
    place: message.getByText(/^\d+\/\d+$/),
    previous: button(message, "Previous version"),
    next: button(message, "Next version"),
    regenerate: button(message, "Regenerate"),
    editButton: button(message, "Edit message"),
    field: message.getByRole("textbox", { name: "Edited text" }),
    send: button(message, "Send"),
    async edit(text: string) {
      await message.hover();
      await this.editButton.click();
      await this.field.fill(text);
      await this.send.click();
    },
    async fromMenu(entry: string) {
      await message.hover();
      await button(message, "More options").click();
      await message.page().getByRole("menuitem", { name: entry, exact: true }).click();
    },
  };
}

/** A model that says so many words at once, and one that is held after its second of four. */
export const words = (count: number) => `openai:scenario/slow:tokens=${count},delay=0`;
export const held = "openai:scenario/held:after=2,tokens=4";
