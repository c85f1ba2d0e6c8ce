import { App, Chart } from 'cdk8s';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { issueCertificates } from '../../synth/sign-certificates-locally.ts';
import { redisIn } from '../../workloads/cache/redis-from-settings.ts';
import { REDIS, SECRETS } from '../../workloads/defaults/names-and-ports.ts';
import { Priorities } from '../../workloads/namespace/priority-classes.ts';
import { Certificates } from '../../workloads/secrets/certificate-secrets.ts';
import { filled } from '../../workloads/secrets/fill-secrets-without-pulumi.ts';
import { settingsWith } from '../../workloads/testing/settings-with.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { forget, ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';

describeDeployed('a key in Redis, when its pod is replaced,', () => {
  const namespaces = new Map<string, string>();
  beforeAll(async () => {
    for (const persistence of ['none', 'rdb', 'aof'])
      namespaces.set(persistence, ownNamespace(`finance-e2e-redis-${persistence}`));
    await Promise.all([...namespaces].map(([persistence, namespace]) => deploy(persistence, namespace)));
  });
  afterAll(async () => {
    await forget(...namespaces.values());
  });

  it.concurrent.each([
    ['none', 'is gone', ''],
    ['rdb', 'is there', 'kept'],
    ['aof', 'is there', 'kept'],
  ])('with %s, %s', async (persistence, _what, expected) => {
    const redis = (...command: string[]) => inRedis(namespaces.get(persistence) ?? '', command);
    const before = await redis('INFO', 'server');
    expect(await redis('SET', 'key', 'kept')).toBe('OK');
    await kubectl('rollout', 'restart', 'deployment/redis', ...at(persistence));
    await kubectl('rollout', 'status', 'deployment/redis', '--timeout=120s', ...at(persistence));
    expect(runId(await redis('INFO', 'server'))).not.toBe(runId(before));
    expect(await redis('GET', 'key')).toBe(expected);
  });

  it('with aof, is there after a second even when nobody told the server to stop', async () => {
    const redis = (...command: string[]) => inRedis(namespaces.get('aof') ?? '', command);
    expect(await redis('SET', 'last', 'kept')).toBe('OK');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const pod = ['--selector', 'app.kubernetes.io/name=redis', ...at('aof')];
    await kubectl('delete', 'pods', '--force', '--grace-period=0', ...pod);
    await kubectl('rollout', 'status', 'deployment/redis', '--timeout=120s', ...at('aof'));
    expect(await redis('GET', 'last')).toBe('kept');
  });

  const at = (persistence: string) => ['--namespace', namespaces.get(persistence) ?? ''];
});

async function inRedis(namespace: string, command: readonly string[]): Promise<string> {
  const output = await kubectl(
    'exec',
    'deploy/redis',
    '--namespace',
    namespace,
    '--',
    ...['redis-cli', '--tls', '--insecure'],
    ...command,
  );
  return output.trim();
}

function runId(info: string): string | undefined {
  return /run_id:(\w+)/.exec(info)?.[1];
}

/** Deploys Redis alone, as the platform defines it. */
async function deploy(persistence: string, namespace: string): Promise<void> {
  const { cache } = settingsWith({ cache: { persistence, storage: { size: '1Gi' } } });
  const app = new App();
  const chart = new Chart(app, 'redis', { namespace, disableResourceNameHashes: true });
  new Priorities(new Chart(app, 'priorities', { disableResourceNameHashes: true }), 'priorities', {
    namespace,
  });
  redisIn(chart, cache, 'redis:8');
  const { values } = new Certificates(chart, 'certificates', {
    namespace,
    rotation: 1,
    servers: [{ secret: SECRETS.redisTls, service: REDIS.name }],
    ahead: false,
  });
  const issued = await issueCertificates(values);
  const password = { REDIS_PASSWORD: crypto.randomUUID() };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: SECRETS.redis, namespace },
    stringData: password,
  };
  await kubectl('create', 'namespace', namespace);
  const objects = objectsIn(app).map((object) =>
    object.kind === 'Secret' ? filled(object, issued) : object,
  );
  const items = [secret, ...objects];
  await kubectlWith(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), 'create', '--filename', '-');
  await kubectl('rollout', 'status', 'deployment/redis', '--timeout=120s', '--namespace', namespace);
}
