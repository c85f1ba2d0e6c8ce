import { say } from './words/say.ts';

/** Maximum length of names in characters (code points), by kind; the database enforces it by CHECK. */
export const longestName = {
  account: 80,
  category: 60,
  book: 100,
  person: 100,
  payee: 120,
  tag: 40,
} as const;
export const longestNote = { transaction: 1000, line: 200 } as const;

/** Schema limits far above any name or note, so that a text that is too long gets a message next to its field. */
export const typedName = 1000;
export const typedNote = 4000;

/*
 * `tidyLine` and `tidyNote` mirror the database's `tidy_line` and `tidy_note`, which check every row. Here they run
 * before a text is validated.
 */

/** Normalises a name or search words to what is visible: composed (NFC), on one line, without invisible characters. */
export function tidyLine(typed: string): string {
  if (PLAIN.test(typed)) return typed;
  return withoutInvisible(typed)
    .replaceAll(/[\s\u0085\u2800]+/g, ' ')
    .replaceAll(JOINERS_OF_NOTHING, '$1$2')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/^ | $/g, '')
    .normalize('NFC');
}

/** Words of ASCII with a blank between them, as most of what a bank writes: they are tidy, and thousands come at once. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** Normalises a note to what is visible; keeps its line breaks. */
export function tidyNote(typed: string): string {
  if (PLAIN.test(typed)) return typed;
  return withoutInvisible(typed.replaceAll(/\r\n?/g, '\n'))
    .replaceAll(/^[ \t\n\v\f\u0085\u00a0\u3000]+|[ \t\n\v\f\u0085\u00a0\u3000]+$/g, '')
    .normalize('NFC');
}

/**
 * Validates a name; returns a sentence, or undefined when it is valid.
 *
 * @param name as `tidyLine` returns it
 * @param none message for a name with nothing visible
 */
export function nameProblem(name: string, most: number, none = say('common.typeName')): string | undefined {
  return showsNothing(name) ? none : lengthProblem(name, most);
}

/** Validates the length of a text that may be empty; returns a sentence, or undefined. */
export function lengthProblem(text: string, most: number): string | undefined {
  const tooMany = [...text].length - most;
  if (tooMany <= 0) return undefined;
  const seen = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length;
  return say(seen <= most ? 'common.tooLongBySigns' : 'common.tooLong', { tooMany, most });
}

/** True when only accents and invisible characters are left; as a search term it would match every row. */
export function showsNothing(text: string): boolean {
  if (/[!-~]/.test(text)) return false;
  return /^[\u0300-\u036f\s\p{Default_Ignorable_Code_Point}]*$/u.test(text.normalize('NFKD'));
}

/**
 * Joiners, variation selectors and tags with nothing to join or modify, where they are invisible. At the end of a word
 * a joiner (U+200D) after an Arabic letter or a virama is visible: it makes the letter's joined form, a half form or a
 * chillu.
 */
const JOINERS_OF_NOTHING =
  /(^| )(?:\u200c|\u200d|\p{Variation_Selector}|[\u{e0020}-\u{e007f}])+|([\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]\u200d)(?:\u200c|\u200d)*(?= |$)|(?:\u200c|\u200d)+(?= |$)/gu;

/** Control characters except whitespace, directional marks and overrides, zero-width spaces, fillers. */
const INVISIBLE =
  /[\p{Cc}--[\t-\r\u0085]]|[\u00ad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}]/gv;

function withoutInvisible(typed: string): string {
  return typed.toWellFormed().replaceAll(INVISIBLE, '');
}
