import { createRequire } from 'node:module';

/** Message about a key that is none of `known`, with the one that was probably meant. */
export function unknownKey(key: string, known: readonly string[], later: readonly string[] = []): string {
  if (key === '<<') return MERGE_KEY;
  if (later.includes(key)) return `not built yet: choose among ${known.join(', ')}`;
  const meant = nearest(key, known);
  return `is unknown${meant ? `, did you mean "${meant}"?` : ';'} allowed: ${known.join(', ')}`;
}

/** Merge keys: YAML 1.2 has none, and Pulumi's parser treats them differently from others. */
const MERGE_KEY = 'is a merge key of YAML 1.1, which is not read: write out what it stands for';

/** The entry of `known` that a typo turns into `word`; `undefined` if none is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  // Loaded on demand: only a mistake needs it, and every synth would wait for it.
  const require = createRequire(import.meta.url);
  const { distance } = require('fastest-levenshtein') as typeof import('fastest-levenshtein');
  const slips = known.map((name) => ({ name, count: distance(word.toLowerCase(), name.toLowerCase()) }));
  const best = slips.sort((a, b) => a.count - b.count)[0];
  return best && best.count <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined;
}
