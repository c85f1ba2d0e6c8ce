import { describe, expect, it } from 'vitest';
import { podTemplate } from '../../manifests/object.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { render } from '../../synth/render-manifest-files.ts';
import { platform } from '../platform.ts';
import { findingsBeyondDev } from '../testing/added-findings.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const SOURCE = { kind: 'external-secrets', region: 'eu-central-1', prefix: 'finance/prod' };
const with_ = (secrets: object = {}, more: object = {}) =>
  settingsWith({
    observability: { dashboards: { kind: 'grafana' } },
    secrets: { source: SOURCE, ...secrets },
    ...more,
  });

function made(secrets: object = {}, more: object = {}) {
  const { app, values, stored } = platform(with_(secrets, more));
  const objects: readonly Loose[] = objectsIn(app);
  const one = (kind: string, name: string): Loose => {
    const found = objects.find((it) => it['kind'] === kind && it['metadata'].name.startsWith(name));
    if (!found) throw new Error(`no ${kind} ${name}`);
    return found;
  };
  return { app, objects, values, stored, one };
}

/** Keys of the rotations that the pods of a workload reference, by Secret. */
function asked(workload: Loose): Record<string, string> {
  const { initContainers = [], containers = [] } = podTemplate(workload as never)?.spec ?? {};
  const env = (initContainers[0] ?? containers[0])?.env ?? [];
  const refs = env.flatMap(({ name, valueFrom }) =>
    name.endsWith('_ROUND') && valueFrom?.secretKeyRef ? [valueFrom.secretKeyRef] : [],
  );
  return Object.fromEntries(refs.map(({ name, key }) => [name, key]));
}

describe('secrets from a store', () => {
  it('are an ExternalSecret for each Secret, and no Secret and no value that Pulumi makes', () => {
    const names = (objects: readonly Loose[], kind: string) =>
      objects
        .filter((it) => it['kind'] === kind)
        .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const { objects, values, stored } = made();
    const usual = platform(with_({ source: { kind: 'pulumi' } }));
    expect(names(objects, 'Secret')).toEqual([]);
    expect(names(objects, 'ExternalSecret').length).toBeGreaterThan(6);
    expect(names(objects, 'ExternalSecret')).toEqual(names(objectsIn(usual.app), 'Secret'));
    expect(values).toEqual([]);
    const ahead = /^(?:postgres|redis)\.(?:key|certificate)\.2$/; // together with the authority that signs them
    expect(stored.filter(({ token }) => !ahead.test(token))).toEqual(usual.values);
    expect(findingsBeyondDev(objects as never)).toEqual([]);
  });

  it('come out of Secrets Manager by the identity of the operator, in each namespace that has any', () => {
    const { objects } = made();
    const stores = objects.filter(({ kind }) => kind === 'SecretStore');
    expect(stores.map(({ metadata }) => metadata.namespace)).toEqual(['finance', 'monitoring']);
    for (const { spec } of stores)
      expect(spec).toEqual({ provider: { aws: { service: 'SecretsManager', region: 'eu-central-1' } } });
    const roleArn = 'arn:aws:iam::123456789012:role/finance';
    expect(made({ source: { ...SOURCE, roleArn } }).one('SecretStore', '').spec.provider.aws.role).toBe(
      roleArn,
    );
  });

  it('come out of Vault by a service account of each namespace, which may do nothing in the cluster', () => {
    const server = 'https://vault.example.com:8200';
    const authority = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const { objects, one } = made({
      source: { kind: 'vault', server, prefix: 'finance/lab', vaultNamespace: 'admin', authority },
    });
    const stores = objects.filter(({ kind }) => kind === 'SecretStore');
    expect(stores.map(({ metadata }) => metadata.namespace)).toEqual(['finance', 'monitoring']);
    for (const { metadata, spec } of stores) {
      expect(spec.provider).toEqual({
        vault: {
          server,
          path: 'secret',
          version: 'v2',
          namespace: 'admin',
          caBundle: Buffer.from(authority).toString('base64'),
          auth: {
            kubernetes: {
              mountPath: 'kubernetes',
              role: 'finance',
              serviceAccountRef: { name: 'secret-reader' },
            },
          },
        },
      });
      const account = objects.find(
        (it) =>
          it['kind'] === 'ServiceAccount' &&
          it['metadata'].name === 'secret-reader' &&
          it['metadata'].namespace === metadata.namespace,
      );
      expect(account).toMatchObject({ automountServiceAccountToken: false });
    }
    expect(JSON.stringify(objects.filter(({ kind }) => /RoleBinding$/.test(kind)))).not.toContain(
      'secret-reader',
    );
    const { secretStoreRef, data } = one('ExternalSecret', 'database-web').spec;
    expect(secretStoreRef).toEqual({ kind: 'SecretStore', name: 'vault' });
    expect(data).toEqual([
      {
        secretKey: 'database.password',
        remoteRef: { key: 'finance/lab/database.password', property: 'value' },
      },
    ]);
    expect(findingsBeyondDev(objects as never)).toEqual([]);
  });

  it('are put together in the cluster from values under the prefix, and are in its files as names only', () => {
    const { app, one } = made({ rotation: { database: 2, session: 7 } });
    expect(one('ExternalSecret', 'session').spec).toMatchObject({
      refreshInterval: '60m0s',
      target: {
        name: 'session',
        creationPolicy: 'Owner',
        template: {
          mergePolicy: 'Replace',
          data: {
            SESSION_SECRET:
              '{{ index . "session.secret.7" }},{{ index . "session.secret.6" }},{{ index . "session.secret.8" }}',
          },
        },
      },
      data: ['session.secret.7', 'session.secret.6', 'session.secret.8'].map((secretKey) => ({
        secretKey,
        remoteRef: { key: `finance/prod/${secretKey}` },
      })),
    });
    expect(one('ExternalSecret', 'database-web').spec.data).toEqual([
      { secretKey: 'database.password', remoteRef: { key: 'finance/prod/database.password.2' } },
    ]);
    expect(one('ExternalSecret', 'database-web').spec.target.template.data.DB_USER).toBe('finance_web_2');
    expect([...render(app).values()].join('')).toContain('kind: ExternalSecret');
  });

  it('keep the type and the labels that an operator looks for', () => {
    const { template } = made({}, { database: { mode: 'cloudnative-pg' } }).one(
      'ExternalSecret',
      'database-owner-login',
    ).spec.target;
    expect(template).toMatchObject({
      type: 'kubernetes.io/basic-auth',
      metadata: { labels: { 'cnpg.io/reload': 'true' } },
      data: { username: 'finance_owner', password: '{{ index . "database-owner.password.1" }}' },
    });
  });
});

describe('a raised round', () => {
  const rotation = { database: 3 };

  it('rolls the pods that read the Secret, once its copy has come, and no others', () => {
    const { one } = made({ rotation });
    expect(asked(one('Deployment', 'web'))).toEqual({
      'database-web': 'ROUND_3',
      'platform-ca': 'ROUND_2',
      redis: 'ROUND_1',
      session: 'ROUND_2',
    });
    expect(Object.keys(one('ExternalSecret', 'database-web').spec.target.template.data)).toContain('ROUND_3');
    expect(one('Deployment', 'redis')).toEqual(made().one('Deployment', 'redis'));
    expect(one('Deployment', 'web')).not.toEqual(made().one('Deployment', 'web'));
  });

  it('leaves the pods of the round before able to start', () => {
    for (const round of [1, 2, 12]) {
      const before = asked(made({ rotation: { database: round } }).one('Deployment', 'web'))['database-web'];
      const after = made({ rotation: { database: round + 1 } }).one('ExternalSecret', 'database-web');
      expect(Object.keys(after['spec'].target.template.data)).toContain(before);
    }
  });

  it('leaves the database running, which is told by others', () => {
    const raised = made({ rotation: { databaseOwner: 4 } });
    expect(raised.one('StatefulSet', 'postgres')).toEqual(made().one('StatefulSet', 'postgres'));
    expect(asked(raised.one('Job', 'migrate'))['database-owner']).toBe('ROUND_4');
  });
});
