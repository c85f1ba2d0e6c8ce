import { decimalText, formatAmount, type Sign } from '../parse-and-format-amounts.ts';
import { isolated } from '../words/isolate-direction.ts';
import { sayMarkup } from '../words/say.ts';
import { html, type Markup } from './html.ts';

/** Formats an amount for a sentence, with a typographic minus sign. */
export function amountText(minor: bigint, currency: string, locale: string, sign?: Sign): string {
  return isolated(figureText(minor, currency, locale, sign));
}

/** Renders an amount with tabular figures and its machine-readable value. */
export function amount(minor: bigint, currency: string, locale: string): Markup {
  const text = figureText(minor, currency, locale);
  return data('', text, decimalText(minor, currency), figure(text));
}

/** Renders an amount with a plus sign and colour for inflow; outflow stays plain. */
export function signedAmount(minor: bigint, currency: string, locale: string): Markup {
  if (minor <= 0n) return amount(minor, currency, locale);
  const text = figureText(minor, currency, locale, 'exceptZero');
  return data(' in', text, decimalText(minor, currency), figure(text));
}

/** Renders a balance; a debt in words: "You owe €420.00". */
export function balance(minor: bigint, currency: string, locale: string): Markup {
  if (minor >= 0n) return amount(minor, currency, locale);
  const text = figureText(-minor, currency, locale);
  const owed = sayMarkup('web.youOwe', {
    amount: { markup: figure(text) },
    label: (within) => html`<span class="owe">!${within}</span>`,
  });
  return data(' owed', text, decimalText(minor, currency), owed);
}

function figureText(minor: bigint, currency: string, locale: string, sign?: Sign): string {
  return formatAmount(minor, currency, locale, sign).replace('-', '−');
}

/** Shields a figure from a page that runs from right to left, where its minus would land behind it. */
function figure(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

function data(look: string, text: string, value: string, shown: Markup): Markup {
  return html`<data class="amount!${look}!${length(text)}" value="${value}">!${shown}</data>`;
}

/** Class that makes long amounts smaller where space is tight: a number is never cut off or wrapped. */
function length(text: string): string {
  if (text.length > 17) return ' longer';
  return text.length > 12 ? ' long' : '';
}
