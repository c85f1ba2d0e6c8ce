import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { token } from '../manifests/placeholder-tokens.ts';
import { clusterProvider } from './cluster-provider.ts';
import { type PlanOptions, plan } from './plan-objects.ts';
import { apply } from './register-objects.ts';
import { type Recording, recordRegistrations } from './testing/record-registrations.ts';
import { maker, sampleApp } from './testing/sample-app.ts';

const PASSWORD = 'correct horse battery staple';
const KUBECONFIG = 'users: [{ user: { token: kube-secret } }]';

describe('what is registered', () => {
  it('is each object as the typed classes would register it, in order', async () => {
    const { all } = await applied();
    expect(all.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'pulumi:providers:kubernetes cluster',
      'cdk8s:index:Chart shop',
      'kubernetes:core/v1:Namespace shop/namespace',
      'kubernetes:core/v1:Service shop/service',
      'kubernetes:networking.k8s.io/v1:Ingress shop/ingress',
      'kubernetes:core/v1:ConfigMap shop/config',
      'kubernetes:core/v1:Secret shop/login',
      'kubernetes:apps/v1:Deployment shop/web',
      'kubernetes:autoscaling/v2:HorizontalPodAutoscaler shop/autoscaler',
      'kubernetes:apps/v1:StatefulSet shop/store',
    ]);
  });

  it('stands below its chart', async () => {
    const { named } = await applied();
    expect(nameOf(named('shop/web').options.parent)).toBe('shop');
  });

  it('goes to the given cluster', async () => {
    const { named } = await applied();
    expect(nameOf(named('shop/web').options.provider)).toBe('cluster');
  });

  it('waits for what the plan says', async () => {
    const { named } = await applied();
    const { dependsOn } = named('shop/web').options;
    expect([dependsOn].flat().map(nameOf)).toEqual(['shop/namespace', 'shop/config', 'shop/login']);
  });

  it('has the guards, the time-outs and the former names of the plan', async () => {
    const { named } = await applied({
      aliases: { 'shop/web': ['site/web'] },
      timeouts: { Deployment: 42 },
    });
    expect(named('shop/store').options).toMatchObject({ protect: true });
    expect(named('shop/web').options).toMatchObject({
      protect: false,
      ignoreChanges: ['spec.replicas'],
      aliases: [{ name: 'site/web' }],
      customTimeouts: { create: '42s', update: '42s' },
    });
    // An explicit false would override the provider, which deletes first when the name stays.
    expect(named('shop/web').options).not.toHaveProperty('deleteBeforeReplace');
  });

  it('is nothing at all when a token has no value', async () => {
    const { all } = await recordRegistrations(async (parent) => {
      const provider = clusterProvider('cluster', { kubeconfig: '', identifier: '' }, { parent });
      const options = { provider, parent, values: {}, checksumAnnotation: 'sum' };
      await expect(apply(plan(sampleApp()), options)).rejects.toThrow('shop/config, data.URL: no value');
    });
    expect(all.map(({ name }) => name)).toEqual(['cluster']);
  });
});

describe('a secret value', () => {
  it('reaches the Secret and the text it belongs in', async () => {
    const { named } = await applied();
    expect(named('shop/login').secrets).toEqual({
      stringData: { password: PASSWORD, pin: '1234', user: 'app' },
    });
    expect(named('shop/config').secrets).toEqual({
      data: { URL: 'postgres://app:correct%20horse%20battery%20staple@store/shop' },
    });
  });

  it('is readable nowhere', async () => {
    const { all } = await applied();
    const readable = JSON.stringify(all.map(({ inputs }) => inputs));
    expect(readable).toContain('shop:1');
    for (const form of [PASSWORD, encodeURIComponent(PASSWORD), Buffer.from(PASSWORD).toString('base64')]) {
      expect(readable).not.toContain(form);
    }
  });

  it('is kept secret when the cluster hands it back', async () => {
    const { named } = await applied();
    expect(named('shop/login').options.additionalSecretOutputs).toEqual(['data', 'stringData']);
  });

  it('that a manifest spells out is secret too', async () => {
    const app = new App();
    maker(new Chart(app, 'shop'))('login', 'v1', 'Secret', {
      data: { password: 'cGxhaW4=' },
      type: 'Opaque',
    });
    const { named } = await applied({}, app);
    expect(named('shop/login').inputs).toMatchObject({ data: '[secret]', type: 'Opaque' });
  });

  it('of the cluster is one too: its kubeconfig', async () => {
    const { named } = await applied();
    expect(named('cluster').secrets).toEqual({ kubeconfig: KUBECONFIG });
    expect(JSON.stringify(named('cluster').inputs)).not.toContain('kube-secret');
  });
});

describe('the checksum in a pod template', () => {
  it('is one, readable, on pods that read a ConfigMap or Secret', async () => {
    const recording = await applied();
    expect(checksumIn(recording, 'shop/web')).toMatch(/^[0-9a-f]{16}$/);
    expect(checksumIn(recording, 'shop/store')).toBeUndefined();
  });

  it('leaves the rest of the template alone', async () => {
    const { named } = await applied();
    expect(named('shop/web').inputs).toMatchObject({
      spec: {
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ image: 'shop:1' }] } },
      },
    });
  });

  it('stays as it is when nothing changes', async () => {
    expect(checksumIn(await applied(), 'shop/web')).toBe(checksumIn(await applied(), 'shop/web'));
  });

  it.each([
    ['a value in a Secret', { 'store.pin': pulumi.secret('4321') }],
    ['a value in a ConfigMap', { 'store.name': 'market' }],
  ])('changes with %s', async (_what, values) => {
    const before = checksumIn(await applied(), 'shop/web');
    expect(checksumIn(await applied({}, sampleApp(), values), 'shop/web')).not.toBe(before);
  });

  it('is not put where it would replace no pods', async () => {
    const app = new App();
    const object = maker(new Chart(app, 'shop'));
    object('config', 'v1', 'ConfigMap', { data: { A: token('store.name') } });
    object('pod', 'v1', 'Pod', {
      spec: { containers: [{ name: 'a', image: 'a:1', envFrom: [{ configMapRef: { name: 'config' } }] }] },
    });
    const { named } = await applied({}, app);
    expect(JSON.stringify(named('shop/pod').inputs)).not.toContain('example.org/values');
  });
});

describe('a recording', () => {
  it('that holds nothing says so', async () => {
    const { named } = await recordRegistrations(() => undefined);
    expect(() => named('shop/web')).toThrow('no "shop/web" among: ');
  });
});

function applied(
  options: PlanOptions = {},
  app: App = sampleApp(),
  values: Record<string, pulumi.Input<string>> = {},
): Promise<Recording> {
  return recordRegistrations((parent) =>
    apply(plan(app, options), {
      provider: clusterProvider('cluster', { kubeconfig: KUBECONFIG, identifier: 'test' }, { parent }),
      values: {
        'store.password': pulumi.secret(PASSWORD),
        'store.pin': '1234',
        'store.name': 'shop',
        ...values,
      },
      checksumAnnotation: 'example.org/values',
      parent,
    }),
  );
}

function checksumIn({ named }: Recording, name: string): string | undefined {
  const { spec } = named(name).inputs as {
    spec: { template: { metadata?: { annotations?: Record<string, string> } } };
  };
  return spec.template.metadata?.annotations?.['example.org/values'];
}

/** Name of a resource, which Pulumi keeps in a private field. */
function nameOf(resource: unknown): string {
  return (resource as { __name: string }).__name;
}
