/** The most characters (code points) that a name has, each kind its own; the database refuses more by CHECK. */
export const longestName = { account: 80, category: 60, book: 100, person: 100, payee: 120 } as const;
export const longestNote = { transaction: 1000, line: 200 } as const;

/** For schemas: far more than any name or note, so that one that is too long is told so beside its field. */
export const typedName = 1000;
export const typedNote = 4000;

/*
 * `tidyLine` and `tidyNote` are `tidy_line` and `tidy_note` of the database, which holds every row to them. Here they come
 * before a text is looked at.
 */

/** A name or words to look for, as they are seen: composed (NFC), on one line, and without what shows nothing. */
export function tidyLine(typed: string): string {
  return withoutInvisible(typed)
    .replaceAll(/[\s\u0085\u2800]+/g, ' ')
    .replaceAll(JOINERS_OF_NOTHING, '$1$2')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/^ | $/g, '')
    .normalize('NFC');
}

/** A note as it is seen; its lines stay. */
export function tidyNote(typed: string): string {
  return withoutInvisible(typed.replaceAll(/\r\n?/g, '\n'))
    .replaceAll(/^[ \t\n\v\f\u0085\u00a0\u3000]+|[ \t\n\v\f\u0085\u00a0\u3000]+$/g, '')
    .normalize('NFC');
}

/**
 * What is wrong with a name, as a sentence; undefined where it can be kept.
 *
 * @param name as `tidyLine` gives it
 * @param none what to say where nothing can be seen of it
 */
export function nameProblem(name: string, most: number, none = 'Type a name.'): string | undefined {
  return showsNothing(name) ? none : lengthProblem(name, most);
}

/** The same of a text that may be empty. */
export function lengthProblem(text: string, most: number): string | undefined {
  const tooMany = [...text].length - most;
  if (tooMany <= 0) return undefined;
  const seen = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length;
  const several = seen <= most ? ' Some signs, such as flags and families, are several characters.' : '';
  return `This is ${tooMany} ${tooMany === 1 ? 'character' : 'characters'} too long: ${most} fit.${several}`;
}

/** Whether nothing is left of a text but accents and what is invisible; it would be found in every row. */
export function showsNothing(text: string): boolean {
  return /^[\u0300-\u036f\s\p{Default_Ignorable_Code_Point}]*$/u.test(text.normalize('NFKD'));
}

/**
 * What joins two signs or changes the one before it, where there is none: there it shows nothing. At the end of a word a
 * joiner (U+200D) after an Arabic letter or a virama does: it makes the letter's joined form, a half form or a chillu.
 */
const JOINERS_OF_NOTHING =
  /(^| )(?:\u200c|\u200d|\p{Variation_Selector}|[\u{e0020}-\u{e007f}])+|([\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]\u200d)(?:\u200c|\u200d)*(?= |$)|(?:\u200c|\u200d)+(?= |$)/gu;

/** Control characters but those that are blanks, marks and overrides of direction, blanks without width, fillers. */
const INVISIBLE =
  /[\p{Cc}--[\t-\r\u0085]]|[\u00ad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}]/gv;

function withoutInvisible(typed: string): string {
  return typed.toWellFormed().replaceAll(INVISIBLE, '');
}
