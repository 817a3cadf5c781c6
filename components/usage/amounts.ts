import Big from "big.js";
import { dollars } from "../models/facts.ts";

/** Less than this is told as that. */
const least = new Big("0.00000001");

/**
 * An amount of US dollars as it is read at a glance: cents, and below ten of them two digits that say something. `$0`,
 * `$0.003`, `$0.031`, `$0.12`, `$1,204.50`.
 * @param amount exact decimal
 */
export function shortDollars(amount: string, locale: string): string {
  const exact = new Big(amount);
  if (exact.eq(0)) return "$0";
  if (exact.lt(least)) return `<$${least.toFixed()}`;
  const rounded = exact.round(decimalsOf(exact), Big.roundHalfUp);
  const format = new Intl.NumberFormat(locale, {
    ...{ style: "currency", currency: "USD", currencyDisplay: "narrowSymbol" },
    ...{ minimumFractionDigits: 2, maximumFractionDigits: decimalsOf(rounded) },
  });
  // a decimal as a string is formatted as it is, and not by way of a float
  return format.format(rounded.toFixed() as Intl.StringNumericLiteral);
}

const decimalsOf = ({ e: exponent }: Big) => Math.max(2, 1 - exponent);

/** An amount of US dollars to its last digit. */
export function exactDollars(amount: string): string {
  return dollars(new Big(amount));
}
