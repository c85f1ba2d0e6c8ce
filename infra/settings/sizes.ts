import { quantity } from '../manifests/quantity.ts';

/** Cores above zero, no finer than the thousandth that Kubernetes counts. */
export function isCpu(text: string): boolean {
  return /^(?:\d+m|\d+(?:\.\d{1,3})?)$/.test(text) && quantity(text) > 0;
}

/** Bytes above zero, with a unit. */
export function isMemory(text: string): boolean {
  return /^\d+(?:\.\d+)?(?:Ki|Mi|Gi|Ti|k|M|G|T)$/.test(text) && quantity(text) > 0;
}

/** Cores; what is no amount of CPU is refused elsewhere, and no comparison with it holds. */
export function cores(text: string): number {
  return isCpu(text) ? quantity(text) : Number.NaN;
}

/** Bytes; what is no size is refused elsewhere, and no comparison with it holds. */
export function bytes(text: string): number {
  return isMemory(text) ? quantity(text) : Number.NaN;
}
