import { currencies } from '../money.ts';

const names = new Intl.DisplayNames('en', { type: 'currency' });

/** "EUR – Euro". */
export function currencyLabel(code: string): string {
  return `${code} – ${names.of(code)}`;
}

/** Every currency that a book or an account can have, for a list. */
export function currencyChoices() {
  const choices = currencies().map((value) => ({ value, label: currencyLabel(value) }));
  return [{ name: '', choices }];
}
