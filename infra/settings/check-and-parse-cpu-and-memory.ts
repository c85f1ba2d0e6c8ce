import { quantity } from '../manifests/quantity.ts';

/** True for an amount of CPU: above zero, at most 10,000 cores, no finer than the millicore that Kubernetes counts. */
export function isCpu(text: string): boolean {
  return /^(?:\d+m|\d+(?:\.\d{1,3})?)$/.test(text) && isWithin(text, 0.001, 10_000);
}

/**
 * True for whole bytes with a unit; a mebibyte at least, because programs that count in mebibytes would see a smaller limit
 * as none.
 */
export function isMemory(text: string): boolean {
  if (!/^\d+(?:\.\d+)?(?:Ki|Mi|Gi|Ti|k|M|G|T)$/.test(text) || !isWithin(text, 2 ** 20, 2 ** 50)) return false;
  const bytes = quantity(text);
  return Math.abs(bytes - Math.round(bytes)) < 1e-3; // floating point: 4.35G is a little less
}

/** Cores; NaN for an invalid amount, which another check refuses: every comparison with it is false. */
export function cores(text: string): number {
  return isCpu(text) ? quantity(text) : Number.NaN;
}

/** Bytes; NaN for an invalid size, which another check refuses: every comparison with it is false. */
export function bytes(text: string): number {
  return isMemory(text) ? quantity(text) : Number.NaN;
}

function isWithin(text: string, least: number, most: number): boolean {
  const amount = quantity(text);
  return amount >= least && amount <= most;
}
