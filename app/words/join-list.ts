import { languageNow } from './current-language.ts';

/** Joins texts that stand side by side, as "a, b, c" in the language of the request. */
export function joinList(texts: readonly string[]): string {
  return new Intl.ListFormat(languageNow().tag, { type: 'unit' }).format(texts);
}

/** Joins texts of which one is meant, as "a, b, or c" in the language of the request. */
export function joinAlternatives(texts: readonly string[]): string {
  return new Intl.ListFormat(languageNow().tag, { type: 'disjunction' }).format(texts);
}
