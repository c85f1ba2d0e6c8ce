/**
 * Texts of a bank's row that a condition on the bank's text looks at: who it names and what it says, each by itself and
 * both together. Either may be empty.
 */
export function rawTexts({ payee, memo }: { readonly payee: string; readonly memo: string }): string[] {
  const texts = [...new Set([payee, memo])].filter((text) => text !== '');
  return texts.length > 1 ? [...texts, texts.join(' ')] : texts;
}
