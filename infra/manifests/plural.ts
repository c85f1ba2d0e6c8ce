/** The name of a kind in the paths of the API, as roles name it: `networkpolicies`. Holds for every kind that is used here. */
export function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return word.endsWith('s') ? `${word}es` : `${word}s`;
}
