"use client";

import { Check, Star } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { EarlierMessages, MessageView } from "@/lib/conversations/schema";
import type { ConversationSettings } from "@/lib/conversations/settings-schema";
import type { ModelListing } from "@/lib/models/schema";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { useAmountText } from "../usage/use-amount-text.ts";
import { estimateContext } from "./estimate-tokens.ts";
import { type NextPrice, nextPrice, otherPrices } from "./next-price.ts";

type PriceBeforeProps = {
  settings: ConversationSettings;
  messages: MessageView[];
  /** what comes before these, and will be read as well */
  earlier: EarlierMessages;
  draft: string;
  modelId: string;
  listing: ModelListing | null;
  /** another model, for the next turn */
  onChoose: (modelId: string) => void;
  /** opens the list of all models, where favourites are marked */
  onBrowse: () => void;
};

/** About what it costs to send what there is, on the chosen model and, one press away, on the favourites. */
export function PriceBefore(props: PriceBeforeProps) {
  const { settings, messages, earlier, draft, modelId, listing, onChoose, onBrowse } = props;
  const translate = useTranslations("price");
  const words = usePriceWords();
  // typing does not wait for it
  const typed = useDeferredValue(draft);
  const tokens = useMemo(
    () => estimateContext(settings, messages, typed, earlier),
    [settings, messages, typed, earlier],
  );
  if (!listing || tokens === 0) return null;
  const current = nextPrice(listing, modelId, tokens);
  const others = otherPrices(listing, modelId, tokens);
  const said = words.sentence(current, tokens);
  const items: MenuItem[] = [
    {
      id: modelId,
      label: current.model.name,
      detail: words.price(current),
      icon: <Check className="size-4 shrink-0" />,
      onSelect: () => {},
    },
    ...others.map((other) => ({
      id: other.model.id,
      label: other.model.name,
      detail: words.price(other),
      icon: <span className="size-4 shrink-0" />,
      onSelect: () => onChoose(other.model.id),
    })),
    ...(others.length === 0
      ? [{ label: translate("mark"), icon: <Star className="size-4 shrink-0" />, onSelect: onBrowse }]
      : []),
  ];
  return (
    <Menu
      label={said}
      items={items}
      className={`min-h-9 shrink-0 rounded-full px-2.5 text-xs tabular-nums hover:bg-hover hover:text-ink max-md:min-h-11 max-md:px-1.5 ${
        current.tooLong ? "text-danger" : "text-muted"
      }`}
    >
      {current.amount === null || current.tooLong ? words.tokens(tokens) : words.price(current)}
    </Menu>
  );
}

function usePriceWords() {
  const translate = useTranslations("price");
  const text = useAmountText();
  const format = useFormatter();
  const tokens = (count: number) =>
    translate("tokens", { tokens: format.number(count, { notation: "compact", maximumSignificantDigits: 3 }) });
  const price = ({ amount, tooLong }: NextPrice) => {
    if (tooLong) return translate("too-long");
    return amount === null ? translate("unknown") : translate("about", { amount: text.dollars(amount) });
  };
  const sentence = (of: NextPrice, count: number) =>
    of.tooLong
      ? translate("sentence-too-long", { tokens: tokens(count), model: of.model.name })
      : translate("sentence", { price: price(of), tokens: tokens(count) });
  return { tokens, price, sentence };
}
