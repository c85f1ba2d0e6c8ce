/** A page's markup as a browser reads it: values that were escaped are themselves again. */
export function unescaped(markup: string): string {
  return markup.replaceAll(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)));
}
