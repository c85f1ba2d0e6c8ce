import countryToCurrency from 'country-to-currency';
import { isCurrency } from '../../currencies.ts';

/**
 * Guesses a currency: that of the country in a language tag, else of the country where the language is spoken most.
 * `de-AT` gives EUR. English alone gives none: no other language is paid for in so many currencies.
 *
 * @param locale a language tag that Intl knows
 */
export function guessCurrency(locale: string): string | undefined {
  if (locale === 'en') return undefined;
  const { region = '' } = new Intl.Locale(locale).maximize();
  const currency = Object.hasOwn(byCountry, region) ? byCountry[region] : undefined;
  return currency !== undefined && isCurrency(currency) ? currency : undefined;
}

const byCountry: Readonly<Record<string, string>> = countryToCurrency;
