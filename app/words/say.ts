import { IntlMessageFormat } from 'intl-messageformat';
import { html, type Markup } from '../web/html.ts';
import { languageNow, localeNow } from './current-language.ts';
import type { en } from './en.ts';
import type { Language, MessageKey } from './languages.ts';
import type { ArgumentsOf, TagsOf } from './message-argument-and-tag-types.ts';

type Argument<Key extends MessageKey> = ArgumentsOf<(typeof en)[Key]>;
type Tag<Key extends MessageKey> = TagsOf<(typeof en)[Key]>;

/** Value of an argument; its number decides the plural. */
type Value = string | number | bigint;

/** Keys of the messages without arguments and tags, for tables of labels. */
export type PlainKey = {
  [Key in MessageKey]: [Argument<Key> | Tag<Key>] extends [never] ? Key : never;
}[MessageKey];

/**
 * Text of the catalogue in the language of the request, as plain text; outside of requests in English.
 *
 * @param values one for each argument of the message
 */
export function say<Key extends MessageKey>(
  key: [Tag<Key>] extends [never] ? Key : never,
  ...[values]: [Argument<Key>] extends [never] ? [] : [values: Readonly<Record<Argument<Key>, Value>>]
): string {
  const message = languageNow().messages[key];
  return values === undefined ? message : String(formatted(key).format(values as Record<string, Value>));
}

/** Markup inside a message; all else in it is escaped. */
export interface Inserted {
  readonly markup: Markup;
}

/**
 * The same as markup.
 *
 * @param values one for each argument, escaped unless it is {@link Inserted}; one for each tag, which puts markup around the
 *   markup within
 */
export function sayMarkup<Key extends MessageKey>(
  key: Key,
  values: Readonly<Record<Argument<Key>, Value | Inserted> & Record<Tag<Key>, (within: Markup) => Markup>>,
): Markup {
  const given = Object.entries<Value | Inserted | ((within: Markup) => Markup)>(values).map(
    ([name, value]) => {
      if (typeof value !== 'function') return [name, value];
      return [
        name,
        (within: readonly (string | Inserted)[]): Inserted => ({
          markup: value(within.map(toMarkup).join('')),
        }),
      ];
    },
  );
  const parts = formatted(key).formatToParts<Inserted>(Object.fromEntries(given));
  return parts.map(({ value }) => toMarkup(value)).join('');
}

function toMarkup(part: string | Inserted): Markup {
  return typeof part === 'string' ? html`${part}` : part.markup;
}

const formats = new WeakMap<Language, Map<MessageKey, IntlMessageFormat>>();

function formatted(key: MessageKey): IntlMessageFormat {
  const language = languageNow();
  const known = formats.get(language) ?? new Map<MessageKey, IntlMessageFormat>();
  formats.set(language, known);
  const format =
    known.get(key) ?? new IntlMessageFormat(language.messages[key], language.tag, undefined, { formatters });
  known.set(key, format);
  return format;
}

/** Formatters of Intl, which take long to make. */
const numberFormats = new Map<string, Intl.NumberFormat>();
const pluralRules = new Map<string, Intl.PluralRules>();

const formatters = {
  getNumberFormat(tag: string | string[], options?: Intl.NumberFormatOptions) {
    const locale = localeNow() ?? String(tag);
    return cached(numberFormats, locale, options, () => new Intl.NumberFormat(locale, options));
  },
  getDateTimeFormat(): never {
    throw new Error('A message takes a day as text, from format-days-and-times.ts');
  },
  getPluralRules(tag: string | string[], options?: Intl.PluralRulesOptions) {
    return cached(pluralRules, String(tag), options, () => new Intl.PluralRules(tag, options));
  },
};

function cached<Format>(
  made: Map<string, Format>,
  locale: string,
  options: object | undefined,
  make: () => Format,
) {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = made.get(key) ?? make();
  made.set(key, format);
  return format;
}
