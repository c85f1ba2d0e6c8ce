import { describe, expect, it } from 'vitest';
import { settingsWith } from '../testing/settings-with.ts';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { redisIn } from './redis-from-settings.ts';

const synth = (cache: Record<string, unknown> = {}) => {
  const { one, objects } = synthesizeChart((chart) => {
    redisIn(chart, settingsWith({ cache }).cache, 'redis:8');
  });
  const { spec } = one('Deployment', 'redis');
  return {
    one,
    spec,
    pod: spec.template.spec,
    server: spec.template.spec.containers[0],
    config: one('ConfigMap', 'redis').data['redis.conf'] as string,
    claims: objects.filter(({ kind }) => kind === 'PersistentVolumeClaim'),
  };
};
const { one, spec, pod, server, config, claims } = synth({ maxMemory: '160Mi' });

describe('redis', () => {
  it('keeps to its memory and drops what was used least recently', () => {
    expect(config).toContain('maxmemory 160mb\n');
    expect(config).toContain('maxmemory-policy allkeys-lru\n');
  });

  it('keeps nothing on disk by default', () => {
    expect(config).toContain('save ""\nappendonly no\n');
    expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(['config', 'tls']);
    expect(claims).toEqual([]);
  });

  it('lets nobody in without a password, which is in no file and no argument', () => {
    expect(config).toContain('protected-mode yes\n');
    expect(config).not.toMatch(/requirepass/);
    expect(server.command).toEqual(['sh', '-c', expect.stringContaining('exec redis-server - <<CONF\n')]);
    expect(server.command[2]).toContain('requirepass "$REDISCLI_AUTH"');
    expect(server.env).toEqual([
      { name: 'REDISCLI_AUTH', valueFrom: { secretKeyRef: { name: 'redis', key: 'REDIS_PASSWORD' } } },
    ]);
  });

  it.each(['none', 'aof'])('is never there twice, with %s', (persistence) => {
    expect(synth({ persistence }).spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  it('counts as well only when it answers PONG: redis-cli exits with 0 after an error', () => {
    for (const kind of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const ask = 'redis-cli -h 127.0.0.1 --tls --insecure ping';
      expect(server[kind].exec.command[2]).toBe(`test "$(${ask})" = PONG`);
    }
  });

  it('speaks TLS alone, with a key that only it can read', () => {
    expect(config).toContain('port 0\ntls-port 6379\n');
    expect(config).toContain('tls-key-file /etc/redis-tls/tls.key\n');
    expect(server.volumeMounts).toContainEqual({ name: 'tls', mountPath: '/etc/redis-tls', readOnly: true });
    expect(pod.volumes.at(-1).secret).toMatchObject({ secretName: 'redis-tls', defaultMode: 0o440 });
    expect(pod.securityContext).toMatchObject({ runAsUser: 999, fsGroup: 999 });
  });

  it('is reached at port 6379', () => {
    expect(one('Service', 'redis').spec.ports).toEqual([{ name: 'redis', port: 6379, targetPort: 'redis' }]);
  });
});

describe.each([
  ['rdb', 'save 900 1', 'appendonly no\n'],
  ['aof', 'appendfsync everysec\n', 'save ""\nappendonly yes\n'],
])('redis with %s', (persistence, ...lines) => {
  const kept = synth({ persistence, storage: { size: '2Gi', storageClass: 'gp3' } });

  it('writes to its volume, by its own name and class', () => {
    for (const line of ['dir /data\n', ...lines]) expect(kept.config).toContain(line);
    expect(kept.server.volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
    expect(kept.pod.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'redis' } });
    expect(kept.claims.map((claim) => [claim['metadata'].name, claim['spec']])).toEqual([
      [
        'redis',
        {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'gp3',
          resources: { requests: { storage: '2Gi' } },
        },
      ],
    ]);
  });

  it('has time to write before it is killed, and to read before it is given up', () => {
    expect(kept.pod.terminationGracePeriodSeconds).toBeGreaterThan(
      spec.template.spec.terminationGracePeriodSeconds,
    );
    const { periodSeconds, failureThreshold } = kept.server.startupProbe;
    expect(periodSeconds * failureThreshold).toBe(600);
  });

  it('may come to hold its data twice, by default', () => {
    expect(kept.config).toContain('maxmemory 128mb\n');
    expect(kept.server.resources.limits.memory).toBe('256Mi');
  });
});
