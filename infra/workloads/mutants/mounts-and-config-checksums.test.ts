import { describe, expect, it } from 'vitest';
import { findingsAfter } from '../testing/added-findings.ts';

describe('mounts finds', () => {
  it('a mount without a volume, and the volume without a mount', () => {
    const found = findingsAfter('dev', (get) => {
      get('Deployment', 'redis')['spec'].template.spec.containers[0].volumeMounts[0].name = 'conf';
    });
    expect(found).toEqual([
      'mounts: Deployment finance/redis: mounts conf, which is no volume of the pod',
      'mounts: Deployment finance/redis: no container mounts its volume config',
    ]);
  });

  it('a claim of a StatefulSet that nobody mounts: its data would be in the container', () => {
    const found = findingsAfter('dev', (get) => {
      get('StatefulSet', 'postgres')['spec'].volumeClaimTemplates[0].metadata.name = 'files';
    });
    expect(found).toEqual([
      'mounts: StatefulSet finance/postgres: mounts data, which is no volume of the pod',
      'mounts: StatefulSet finance/postgres: no container mounts its volume files',
    ]);
  });

  it('two volumes in one place', () => {
    const found = findingsAfter('dev', (get) => {
      get('Deployment', 'web')['spec'].template.spec.containers[0].volumeMounts[1].mountPath = '/tmp';
    });
    expect(found).toEqual(['mounts: Deployment finance/web: web mounts two volumes at /tmp']);
  });
});

describe('configChecksums finds', () => {
  it('a ConfigMap that was changed without its pods: they would go on with the old one', () => {
    const found = findingsAfter('dev', (get) => {
      get('ConfigMap', 'redis')['data']['redis.conf'] += 'maxclients 10\n';
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^configChecksums: Deployment finance\/redis: its finance-platform\/config-checksum is \w+, not \w+, which is that of redis$/,
      ),
    ]);
  });

  it('a pod that does not say which contents it has read', () => {
    const found = findingsAfter('dev', (get) => {
      delete get('Deployment', 'redis')['spec'].template.metadata.annotations[
        'finance-platform/config-checksum'
      ];
    });
    expect(found).toEqual([
      'configChecksums: Deployment finance/redis: its pods have no annotation finance-platform/config-checksum: write checksum([data of redis])',
    ]);
  });
});
