import { languageNow } from './current-language.ts';

/**
 * Keeps a figure or a day in order among words of the other direction, where its sign or its first number would land at
 * the wrong end. For text; markup has `<bdi>`.
 */
export function isolated(text: string): string {
  const mayTurn =
    languageNow().direction === 'rtl' || /[\p{Script=Arabic}\p{Script=Hebrew}\u200f]/u.test(text);
  return mayTurn ? `\u2068${text}\u2069` : text;
}
