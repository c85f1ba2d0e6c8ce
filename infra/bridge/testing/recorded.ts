import { readFileSync } from 'node:fs';
import type { Facts } from '../ready/live.ts';

/**
 * Facts as a cluster of Kubernetes 1.36 handed them out half a minute after objects were created, in `ready/recorded`,
 * without the fields that no verdict reads. Names of registries and addresses were changed.
 */
export function recorded(name: string, { since = BEFORE, now = AFTER } = {}): Facts {
  const file = new URL(`../ready/recorded/${name}.json`, import.meta.url);
  return { ...JSON.parse(readFileSync(file, 'utf8')), classes: CLASSES, since, now };
}

const BEFORE = Date.parse('2026-11-21T18:54:00Z');
export const AFTER = Date.parse('2026-11-21T18:56:00Z');

const CLASSES = [
  {
    kind: 'StorageClass',
    metadata: { name: 'local-path' },
    volumeBindingMode: 'WaitForFirstConsumer',
  },
];
