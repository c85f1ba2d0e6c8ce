/** A number from 0 up to 1 that looks random, and is always the same for the same text. */
export function chance(text: string): number {
  let hash = 0x811c9dc5; // FNV-1a, with the last steps of MurmurHash3, so that neighbouring days differ
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A whole number between two, both included, by {@link chance}. */
export function between(least: number, most: number, text: string): number {
  return least + Math.floor(chance(text) * (most - least + 1));
}
