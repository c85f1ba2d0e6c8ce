import { decimalText, formatAmount } from '../money.ts';
import { html, type Markup } from './html.ts';

/** An amount as people read it, with a real minus sign. */
export function amountText(minor: bigint, currency: string, locale: string): string {
  return formatAmount(minor, currency, locale).replace('-', '−');
}

/** An amount with tabular figures, and with its plain value for machines. */
export function amount(minor: bigint, currency: string, locale: string): Markup {
  return data('', amountText(minor, currency, locale), decimalText(minor, currency));
}

/** The same with a plus sign and the colour of what came in; what went out stays calm. */
export function signedAmount(minor: bigint, currency: string, locale: string): Markup {
  if (minor <= 0n) return amount(minor, currency, locale);
  return data(' in', `+${amountText(minor, currency, locale)}`, decimalText(minor, currency));
}

/** A balance in words where it is a debt: "You owe €420.00". */
export function balance(minor: bigint, currency: string, locale: string): Markup {
  if (minor >= 0n) return amount(minor, currency, locale);
  const text = amountText(-minor, currency, locale);
  return data(' owed', text, decimalText(minor, currency), html`<span class="owe">You owe</span> `);
}

function data(look: string, text: string, value: string, before: Markup = ''): Markup {
  return html`<data class="amount!${look}!${length(text)}" value="${value}">!${before}${text}</data>`;
}

/** What the style sheet makes smaller where there is little room: a number is never cut, nor broken over two lines. */
function length(text: string): string {
  if (text.length > 17) return ' longer';
  return text.length > 12 ? ' long' : '';
}
