import { decimalText, formatAmount } from '../money.ts';
import { sayMarkup } from '../words/say.ts';
import { html, type Markup } from './html.ts';

/** Formats an amount with a typographic minus sign. */
export function amountText(minor: bigint, currency: string, locale: string): string {
  return formatAmount(minor, currency, locale).replace('-', '−');
}

/** Renders an amount with tabular figures and its machine-readable value. */
export function amount(minor: bigint, currency: string, locale: string): Markup {
  const text = amountText(minor, currency, locale);
  return data('', text, decimalText(minor, currency), html`${text}`);
}

/** Renders an amount with a plus sign and colour for inflow; outflow stays plain. */
export function signedAmount(minor: bigint, currency: string, locale: string): Markup {
  if (minor <= 0n) return amount(minor, currency, locale);
  const text = `+${amountText(minor, currency, locale)}`;
  return data(' in', text, decimalText(minor, currency), html`${text}`);
}

/** Renders a balance; a debt in words: "You owe €420.00". */
export function balance(minor: bigint, currency: string, locale: string): Markup {
  if (minor >= 0n) return amount(minor, currency, locale);
  const text = amountText(-minor, currency, locale);
  const owed = sayMarkup('web.youOwe', {
    amount: text,
    label: (within) => html`<span class="owe">!${within}</span>`,
  });
  return data(' owed', text, decimalText(minor, currency), owed);
}

function data(look: string, text: string, value: string, shown: Markup): Markup {
  return html`<data class="amount!${look}!${length(text)}" value="${value}">!${shown}</data>`;
}

/** Class that makes long amounts smaller where space is tight: a number is never cut off or wrapped. */
function length(text: string): string {
  if (text.length > 17) return ' longer';
  return text.length > 12 ? ' long' : '';
}
