/**
 * Parses a Kubernetes quantity: cores, bytes or a count.
 *
 * @throws Error for anything else
 */
export function quantity(text: string | number): number {
  const match = /^([+-]?\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(String(text));
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || unit === undefined) throw new Error(`"${text}" is not a quantity such as 250m, 2 or 512Mi`);
  return Number(match[1]) * unit;
}

/** Spells a quantity as the API server does: a whole number with the largest unit of the same kind, 1024 or 1000. */
export function canonicalQuantity(text: string): string {
  const isBinary = text.endsWith('i');
  const thousandths = Math.round(quantity(text) * 1000);
  const units = Object.entries(UNITS).filter(([unit]) => unit === '' || unit.endsWith('i') === isBinary);
  const fitting = units.filter(([, size]) => thousandths % Math.round(size * 1000) === 0);
  const [unit, size] = fitting.reduce((largest, one) => (one[1] > largest[1] ? one : largest));
  return `${thousandths / Math.round(size * 1000)}${unit}`;
}

/** Formats bytes as whole mebibytes, rounded down but to at least one, since many programs read 0 as no limit: `"256Mi"`. */
export function mebibytes(bytes: number): string {
  return `${Math.max(1, Math.floor(bytes / 2 ** 20))}Mi`;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
