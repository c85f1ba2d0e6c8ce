/** Plural name of a kind in API paths and roles, such as `networkpolicies`. Correct for every kind that is used here. */
export function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return word.endsWith('s') ? `${word}es` : `${word}s`;
}
