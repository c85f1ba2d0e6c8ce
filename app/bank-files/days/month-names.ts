/** Languages whose month names banks write into dates. */
const LANGUAGES = `
  bg ca cs da de el en es et fi fr hr hu id is it lt lv nb nl nn pl pt ro ru sk sl sr-Latn sv tr uk vi`
  .trim()
  .split(/\s+/);

/**
 * Number of the month with that name, in full or short, in any of the languages; undefined when there is none, or when
 * two languages mean two months, as `listopad` is October in Croatian and November in Polish.
 */
export function monthNamed(name: string): number | undefined {
  const months = named().get(plain(name));
  return months?.size === 1 ? [...months][0] : undefined;
}

let known: ReadonlyMap<string, ReadonlySet<number>> | undefined;

function named(): ReadonlyMap<string, ReadonlySet<number>> {
  if (known) return known;
  const names = new Map<string, Set<number>>();
  const add = (name: string, month: number) => {
    const months = names.get(plain(name)) ?? new Set();
    names.set(plain(name), months.add(month));
  };
  for (const language of LANGUAGES) {
    for (const style of ['long', 'short'] as const) {
      const alone = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' });
      const inDate = new Intl.DateTimeFormat(language, { month: style, day: 'numeric', timeZone: 'UTC' });
      for (let month = 1; month <= 12; month += 1) {
        const day = new Date(Date.UTC(2025, month - 1, 15));
        for (const format of [alone, inDate]) {
          const name = format.formatToParts(day).find(({ type }) => type === 'month')?.value ?? '';
          if (/\p{L}{3}/u.test(name)) add(name, month);
        }
      }
    }
  }
  for (const [name, month] of Object.entries({ sept: 9, mrz: 3, okt: 10, dez: 12, ene: 1, abr: 4, ago: 8 }))
    add(name, month);
  known = names;
  return names;
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[\p{M}.]/gu, '')
    .toLowerCase();
}
