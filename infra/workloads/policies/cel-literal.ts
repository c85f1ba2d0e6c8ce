/**
 * Writes a JSON value in CEL. The API server takes lists and maps of one type only, so what may differ in type is `dyn`.
 */
export function celLiteral(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value); // CEL knows all of JSON's escapes
  const ofTexts = Object.values(value).every((part) => typeof part === 'string');
  const part = (inside: unknown) => (ofTexts ? celLiteral(inside) : `dyn(${celLiteral(inside)})`);
  if (Array.isArray(value)) return `[${value.map(part).join(', ')}]`;
  const entries = Object.entries(value).filter(([, inside]) => inside !== undefined);
  return `{${entries.map(([key, inside]) => `${JSON.stringify(key)}: ${part(inside)}`).join(', ')}}`;
}
