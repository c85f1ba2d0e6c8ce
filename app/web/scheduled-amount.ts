import { say } from '../words/say.ts';
import { amountText, signedAmount } from './amount.ts';
import { html, type Markup } from './html.ts';

/**
 * Renders the amount of something that is planned.
 *
 * @param isAbout it is no more than the usual one
 */
export function plannedAmount(minor: bigint, currency: string, locale: string, isAbout: boolean): Markup {
  if (!isAbout) return signedAmount(minor, currency, locale);
  return html`<span class="figure">${say('schedules.about', { amount: amountText(minor, currency, locale) })}</span>`;
}
