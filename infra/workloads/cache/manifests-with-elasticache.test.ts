import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const eks = { provider: 'eks', region: 'eu-central-1', account: '111122223333' };

describe('a cache of AWS', () => {
  const settings = settingsWith({
    cluster: eks,
    uploads: { storageClass: 'efs' },
    cache: { mode: 'elasticache' },
  });
  const objects = objectsIn(platform(settings).app) as readonly Loose[];
  const find = (kind: string, name: string) =>
    objects.find((it) => it['kind'] === kind && it['metadata'].name === name) as Loose;

  it('is nothing in the cluster but the way to it', () => {
    const named = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(named).not.toContain('Deployment redis');
    expect(named).not.toContain('Service redis');
    expect(find('NetworkPolicy', 'web-to-redis')['spec'].egress).toEqual([
      { to: [{ ipBlock: { cidr: '10.64.0.0/16' } }], ports: [{ port: 6379, protocol: 'TCP' }] },
    ]);
  });

  it('is where its Secret says, for the app and for what asks how it is', () => {
    expect(find('ConfigMap', 'web')['data']).not.toHaveProperty('REDIS_URL');
    const [web] = find('Deployment', 'web')['spec'].template.spec.containers;
    expect(web.envFrom).toContainEqual({ secretRef: { name: 'redis' } });
    const [exporter] = find('Deployment', 'redis-exporter')['spec'].template.spec.containers;
    expect(exporter.args.join()).not.toContain('redis.addr');
    expect(exporter.env).toContainEqual({
      name: 'REDIS_ADDR',
      valueFrom: { secretKeyRef: { name: 'redis', key: 'REDIS_URL' } },
    });
  });
});
