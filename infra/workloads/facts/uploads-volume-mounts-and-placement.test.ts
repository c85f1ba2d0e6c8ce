import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { findingsBeyondDev } from '../testing/added-findings.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';
import { besideWeb } from './uploads-volume-mounts-and-placement.ts';

const ONE_NODE = { accessMode: 'ReadWriteOnce' } as const;
const BESIDE = {
  topologyKey: 'kubernetes.io/hostname',
  labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
};

describe('receipts in the database', () => {
  const objects = objectsIn(platform(settingsWith()).app) as readonly Loose[];

  it('take no claim, no volume and no choice of nodes', () => {
    expect(
      objects.filter(({ kind, metadata }) => kind === 'PersistentVolumeClaim' && metadata.name === 'uploads'),
    ).toEqual([]);
    const text = JSON.stringify(objects);
    expect(text).not.toContain('"claimName":"uploads"');
    expect(text).not.toContain('podAffinity');
  });

  it('leave a claim of earlier settings where it is, as it is', () => {
    const uploads = { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '3Gi' } } };
    const all = objectsIn(platform(settingsWith(), 'a file', { uploads }).app) as readonly Loose[];
    const claim = all.find(
      ({ kind, metadata }) => kind === 'PersistentVolumeClaim' && metadata.name === 'uploads',
    );
    expect(claim?.['spec']).toEqual(uploads);
    expect(JSON.stringify(all)).not.toContain('"claimName":"uploads"');
  });
});

describe('receipts on a volume', () => {
  const podsOf = (uploads: object) => {
    const objects = objectsIn(platform(settingsWith({ uploads })).app);
    expect(findingsBeyondDev(objects)).toEqual([]);
    return objects.flatMap(({ metadata, ...object }) => {
      const { template, jobTemplate } = (object as Loose)['spec'] ?? {};
      const pod = (template ?? jobTemplate?.spec.template)?.spec as Loose | undefined;
      const isMounted = pod?.['volumes']?.some(
        (it: Loose) => it['persistentVolumeClaim']?.claimName === 'uploads',
      );
      return isMounted ? [{ name: metadata.name, affinity: pod?.['affinity'] }] : [];
    });
  };

  it('are mounted by the app, its worker, and those who dump and restore', () => {
    expect(podsOf({ storageClass: 'nfs' }).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['web', 'worker', 'backup', 'restore']),
    );
  });

  it('of one node have all of their pods there, and of many none', () => {
    for (const { affinity } of podsOf({ kind: 'volume' }))
      expect(affinity).toEqual({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [BESIDE] } });
    for (const { affinity } of podsOf({ storageClass: 'nfs' })) expect(affinity).toBeUndefined();
  });

  it('of one node bring the jobs of the backup to where the settings put the app', () => {
    const toleration = { key: 'for', value: 'finance', effect: 'NoSchedule' };
    const placement = { nodeSelector: { disk: 'ssd' }, tolerations: [toleration] };
    const settings = settingsWith({
      uploads: { kind: 'volume' },
      web: { image: 'finance:1.0.0', placement },
    });
    for (const name of ['backup', 'restore-drill', 'restore']) {
      const job = (objectsIn(platform(settings).app) as readonly Loose[]).find(
        ({ kind, metadata }) => kind === 'CronJob' && metadata.name === name,
      );
      expect(job?.['spec'].jobTemplate.spec.template.spec).toMatchObject({
        nodeSelector: { disk: 'ssd' },
        tolerations: [toleration],
        affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [BESIDE] } },
      });
    }
  });

  it('of one node leave what else the settings say of nodes', () => {
    const zone = { topologyKey: 'zone', labelSelector: {} };
    const given = {
      nodeSelector: { disk: 'ssd' },
      tolerations: [],
      affinity: {
        nodeAffinity: { a: 1 },
        podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [zone] },
      },
    };
    expect(besideWeb(ONE_NODE, given)).toEqual({
      ...given,
      affinity: {
        nodeAffinity: { a: 1 },
        podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [zone, BESIDE] },
      },
    });
    expect(besideWeb(undefined, given)).toBe(given);
  });
});
