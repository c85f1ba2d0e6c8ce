import { unescapeMarkup } from './unescape-character-references.ts';

/** What a person reads in the main part of a page, in one line. */
export function textOfPage(page: string): string {
  const main = page.replace(/^.*<main[^>]*>|<\/main>.*/gs, '').replaceAll(/<[^>]*>/g, ' ');
  return unescapeMarkup(main).replaceAll(/\s+/g, ' ');
}
