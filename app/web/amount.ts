import { decimalText, formatAmount } from '../money.ts';
import { html, type Markup } from './html.ts';

/** An amount as people read it, with a real minus sign. */
export function amountText(minor: bigint, currency: string, locale: string): string {
  return formatAmount(minor, currency, locale).replace('-', '−');
}

/** An amount with tabular figures, and with its plain value for machines. */
export function amount(minor: bigint, currency: string, locale: string): Markup {
  const text = amountText(minor, currency, locale);
  return html`<data class="amount" value="${decimalText(minor, currency)}">${text}</data>`;
}

/** The same with a plus sign and the colour of what came in; what went out stays calm. */
export function signedAmount(minor: bigint, currency: string, locale: string): Markup {
  const text = amountText(minor, currency, locale);
  const value = decimalText(minor, currency);
  return minor > 0n
    ? html`<data class="amount in" value="${value}">+${text}</data>`
    : html`<data class="amount" value="${value}">${text}</data>`;
}

/** A balance in words where it is a debt: "You owe €420.00". */
export function balance(minor: bigint, currency: string, locale: string): Markup {
  if (minor >= 0n) return amount(minor, currency, locale);
  const text = amountText(-minor, currency, locale);
  return html`<data class="amount owed" value="${decimalText(minor, currency)}"
    ><span class="owe">You owe</span> ${text}</data
  >`;
}
