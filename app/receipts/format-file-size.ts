import { localeNow } from '../words/current-language.ts';

/** A size as people read it: "18 MB", "1.3 GB"; a megabyte has 2^20 bytes, as in the settings. */
export function byteText(bytes: number): string {
  const step = bytes >= 2 ** 30 ? 3 : bytes >= 2 ** 20 ? 2 : 1;
  const unit = UNITS[step - 1] ?? 'kilobyte';
  const value = Math.max(1, bytes / 2 ** (10 * step));
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(localeNow(), { style: 'unit', unit, maximumFractionDigits }).format(value);
}

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;
