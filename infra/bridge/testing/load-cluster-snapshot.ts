import { readFileSync } from 'node:fs';
import type { Facts } from '../ready/verdict-fact-types.ts';

/**
 * Facts recorded from a cluster of Kubernetes 1.36 half a minute after objects were created, without the fields that no
 * verdict reads. Names of registries and addresses were changed.
 */
export function clusterSnapshot(name: string, { since = BEFORE, now = AFTER } = {}): Facts {
  const file = new URL(`../ready/cluster-snapshots/${name}.json`, import.meta.url);
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
