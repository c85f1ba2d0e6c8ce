/**
 * Text that banks wrote of a row, for people to read; empty where payee and note say the same.
 *
 * @param raw as `textsOf` returns them
 */
export function bankWords(
  raw: readonly string[],
  { payee, note }: { readonly payee: string; readonly note: string },
): string {
  const known = new Set([payee, note, `${payee} ${note}`]);
  const whole = raw.filter((text) => !raw.some((other) => other !== text && other.includes(text)));
  return [...new Set(whole)].filter((text) => !known.has(text)).join(' · ');
}
