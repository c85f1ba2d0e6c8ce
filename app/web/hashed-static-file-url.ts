import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** URL of a file under static/ with a hash of its contents, so that browsers may cache it for ever. */
export function asset(name: string): string {
  const known = addresses.get(name);
  if (known) return known;
  const contents = readFileSync(new URL(`static/${name}`, import.meta.url));
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 12);
  const address = `/static/${name}?v=${hash}`;
  addresses.set(name, address);
  return address;
}

const addresses = new Map<string, string>();
