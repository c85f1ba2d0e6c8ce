/** Decodes character references, as a browser does. */
export function unescapeMarkup(markup: string): string {
  return markup.replaceAll(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)));
}
