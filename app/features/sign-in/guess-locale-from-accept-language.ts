/** Picks the first language of the browser that Intl supports, among the first ten. */
export function preferredLocale(acceptLanguage: string | undefined): string {
  const wanted = (acceptLanguage ?? '').split(',', 10).map((entry) => entry.split(';')[0]?.trim() ?? '');
  for (const tag of wanted) {
    try {
      const [locale] = Intl.NumberFormat.supportedLocalesOf(tag);
      if (locale && locale.length <= 35) return locale;
    } catch {
      // not a language tag: try the next one
    }
  }
  return 'en';
}
