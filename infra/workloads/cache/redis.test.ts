import { describe, expect, it } from 'vitest';
import { synthesized } from '../testing/synthesized.ts';
import { Redis } from './redis.ts';

const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '200m', memory: '256Mi' } };
const { one } = synthesized((chart) => {
  new Redis(chart, 'redis', {
    image: 'redis:8',
    maxMemory: '160Mi',
    evictionPolicy: 'allkeys-lru',
    resources,
  });
});
const { spec } = one('Deployment', 'redis');
const [server] = spec.template.spec.containers;
const config: string = one('ConfigMap', 'redis').data['redis.conf'];

describe('redis', () => {
  it('keeps to its memory and drops what was used least recently', () => {
    expect(config).toContain('maxmemory 160mb\n');
    expect(config).toContain('maxmemory-policy allkeys-lru\n');
  });

  it('keeps nothing on disk', () => {
    expect(config).toContain('save ""\nappendonly no\n');
    expect(spec.template.spec.volumes).toEqual([{ name: 'config', configMap: { name: 'redis' } }]);
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

  it('is never there twice: two would each hold half of the sessions', () => {
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  it('counts as well only when it answers PONG: redis-cli exits with 0 after an error', () => {
    for (const kind of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(server[kind].exec.command[2]).toBe('test "$(redis-cli -h 127.0.0.1 ping)" = PONG');
    }
  });

  it('is reached at port 6379', () => {
    expect(one('Service', 'redis').spec.ports).toEqual([{ name: 'redis', port: 6379, targetPort: 'redis' }]);
  });
});
