import { hash } from 'node:crypto';

/** Returns a short, stable digest of a JSON value; the order of keys does not matter. */
export function checksum(value: unknown): string {
  return hash('sha256', JSON.stringify(value, sorted)).slice(0, 16);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
