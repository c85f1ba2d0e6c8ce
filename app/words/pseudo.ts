const ACCENTED: Readonly<Record<string, string>> = {
  a: 'å',
  c: 'ç',
  e: 'é',
  i: 'î',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'û',
  y: 'ý',
  z: 'ž',
  A: 'Å',
  C: 'Ç',
  E: 'É',
  I: 'Î',
  N: 'Ñ',
  O: 'Ö',
  S: 'Š',
  U: 'Û',
  Y: 'Ý',
  Z: 'Ž',
};

/**
 * Messages of a language that nobody speaks: accented so that a text which is not in the catalogue stands out, and
 * longer by a third, as German and Finnish are. Arguments, tags and the syntax of ICU stay.
 */
export function pseudo<Catalogue extends Readonly<Record<string, string>>>(catalogue: Catalogue) {
  const entries = Object.entries(catalogue).map(([key, message]) => [key, lengthened(message)]);
  return Object.fromEntries(entries) as Record<keyof Catalogue, string>;
}

function lengthened(message: string): string {
  const accented = message.replace(SYNTAX_OR_LETTER, (found) => ACCENTED[found] ?? found);
  return `${accented} ${'~'.repeat(Math.ceil(message.replace(SYNTAX, '').length / 3))}`;
}

/** Parts of a message that a translator leaves alone: tags, plurals with the names of their options, and arguments. */
const SYNTAX = /<[^>]*>|\{\w+, plural,|(?:zero|one|two|few|many|other|=\d+) \{|\{\w+(?:, number)?\}/g;
const SYNTAX_OR_LETTER = new RegExp(`${SYNTAX.source}|[a-zA-Z]`, 'g');
