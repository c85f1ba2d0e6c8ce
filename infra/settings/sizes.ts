import { quantity } from '../manifests/quantity.ts';

/** Cores above zero, no finer than the thousandth that Kubernetes counts. */
export function isCpu(text: string): boolean {
  return /^(?:\d+m|\d+(?:\.\d{1,3})?)$/.test(text) && quantity(text) > 0;
}

/** Bytes above zero, with a unit. */
export function isMemory(text: string): boolean {
  return /^\d+(?:\.\d+)?(?:Ki|Mi|Gi|Ti|k|M|G|T)$/.test(text) && quantity(text) > 0;
}

/** Whether one amount is at most another, whatever their units; true where either is none, which is refused elsewhere. */
export function isAtMost(amount: string, most: string): boolean {
  return !isSize(amount) || !isSize(most) || quantity(amount) <= quantity(most);
}

/** Whether one amount stays under another; true where either is none. */
export function isBelow(amount: string, bound: string): boolean {
  return !isSize(amount) || !isSize(bound) || quantity(amount) < quantity(bound);
}

function isSize(text: string): boolean {
  return isCpu(text) || isMemory(text);
}
