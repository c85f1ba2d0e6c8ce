import { quantity } from '../manifests/quantity.ts';

/** Cores above zero, no finer than the thousandth that Kubernetes counts, and no more than any cluster has. */
export function isCpu(text: string): boolean {
  return /^(?:\d+m|\d+(?:\.\d{1,3})?)$/.test(text) && isWithin(text, 0.001, 10_000);
}

/** Whole bytes with a unit: a mebibyte or more, because what is smaller is no limit where programs count in those. */
export function isMemory(text: string): boolean {
  if (!/^\d+(?:\.\d+)?(?:Ki|Mi|Gi|Ti|k|M|G|T)$/.test(text) || !isWithin(text, 2 ** 20, 2 ** 50)) return false;
  const bytes = quantity(text);
  return Math.abs(bytes - Math.round(bytes)) < 1e-3; // 4.35G is a little less as a number
}

/** Cores; what is no amount of CPU is refused elsewhere, and no comparison with it holds. */
export function cores(text: string): number {
  return isCpu(text) ? quantity(text) : Number.NaN;
}

/** Bytes; what is no size is refused elsewhere, and no comparison with it holds. */
export function bytes(text: string): number {
  return isMemory(text) ? quantity(text) : Number.NaN;
}

function isWithin(text: string, least: number, most: number): boolean {
  const amount = quantity(text);
  return amount >= least && amount <= most;
}
