import type { Locale } from "@/lib/settings/schema";
import type messages from "../messages/en.json";

// Makes every key a component asks for a checked one.
declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof messages;
  }
}
