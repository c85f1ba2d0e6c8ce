import { currencies } from '../currencies.ts';
import { languageNow } from '../words/current-language.ts';

/** Label of a currency: "EUR – Euro". */
export function currencyLabel(code: string): string {
  return `${code} – ${namesIn(languageNow().tag).of(code)}`;
}

const known = new Map<string, Intl.DisplayNames>();

function namesIn(tag: string): Intl.DisplayNames {
  const names = known.get(tag) ?? new Intl.DisplayNames(tag, { type: 'currency' });
  known.set(tag, names);
  return names;
}

/** Choices of all currencies for books and accounts, as for a select. */
export function currencyChoices() {
  const choices = currencies().map((value) => ({ value, label: currencyLabel(value) }));
  return [{ name: '', choices }];
}
