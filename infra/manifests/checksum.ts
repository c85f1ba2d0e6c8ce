import { hash } from 'node:crypto';

/** Annotation of a pod template that makes pods roll when a ConfigMap they use changes. */
export const CONFIG_CHECKSUM = 'finance-platform/config-checksum';

/** Annotation of a pod template that makes pods roll when the values change of ConfigMaps and Secrets that they use. */
export const VALUE_CHECKSUM = 'finance-platform/value-checksum';

/**
 * Annotation of a pod template that names Secrets and ConfigMaps, separated by commas, whose changes do not roll the pods:
 * pods read them at start only, and running ones learn of changes in another way.
 */
export const READ_AT_START = 'finance-platform/read-at-start';

/** Returns a short, stable digest of a JSON value; the order of keys does not matter. */
export function checksum(value: unknown): string {
  return hash('sha256', JSON.stringify(value, sorted)).slice(0, 16);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
