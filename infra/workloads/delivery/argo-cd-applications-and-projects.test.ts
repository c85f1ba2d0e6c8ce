import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { address, groupOf, type KubeObject } from '../../manifests/object.ts';
import { finder, references } from '../../manifests/references.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { render } from '../../synth/render-manifest-files.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const delivery = {
  kind: 'argo-cd' as const,
  repository: 'https://git.example.com/finance.git',
  revision: 'v1',
  path: 'charts-out/prod',
};
const addOns = {
  certManager: { repository: 'https://charts.example.org/them', values: { a: 1 } },
  kyverno: { repository: 'oci://mirror.example.org/charts/' },
};
const { app } = platform(settingsWith({ uploads: { kind: 'volume' }, delivery, addOns }));
const objects = objectsIn(app);
const one = (kind: string, name: string, among: readonly KubeObject[] = objects): Loose => {
  const found = among.find((it) => it.kind === kind && it.metadata.name.startsWith(name));
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};
const waveOf = ({ metadata }: Loose | KubeObject) =>
  Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

describe('the Application', () => {
  it('follows the manifests of the stack, and puts right what others change', () => {
    const { metadata, spec } = one('Application', 'finance');
    expect(metadata.namespace).toBe('argocd');
    expect(metadata).not.toHaveProperty('finalizers');
    expect(spec.source).toMatchObject({
      repoURL: delivery.repository,
      targetRevision: 'v1',
      path: delivery.path,
    });
    expect(spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
  });

  it('delivers neither Applications nor what allows them, nor the namespaces that Pulumi brings, and all else', () => {
    const { exclude } = one('Application', 'finance').spec.source.directory;
    const patterns = exclude
      .slice(1, -1)
      .split(',')
      .map((glob: string) => new RegExp(`^${glob.replace('*', '.*')}$`));
    const excluded = [...render(app)].filter(([file]) => patterns.some((glob: RegExp) => glob.test(file)));
    const kinds = excluded.flatMap(([, text]) =>
      [...text.matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind),
    );
    expect([...new Set(kinds)].toSorted()).toEqual(['AppProject', 'Application', 'Namespace', 'Role']);
    expect(kinds.filter((kind) => kind === 'Application')).toHaveLength(3);
    const delivered = [...render(app).keys()].length - excluded.length;
    expect(delivered).toBeGreaterThan(12);
  });
});

it('leaves its own fence to Pulumi, so that it is never in the open, and cannot shut itself out', () => {
  const argoCd = { repository: 'https://charts.example.org/argo' };
  const { app: brought } = platform(settingsWith({ delivery, addOns: { ...addOns, argoCd } }));
  const all = objectsIn(brought);
  const { exclude } = one('Application', 'finance', all).spec.source.directory;
  expect(exclude.slice(1, -1).split(',')).toContain('*-add-on-argocd-fence.yaml');
  expect([...render(brought).keys()]).toContain('10-add-on-argocd-fence.yaml');
  const { spec } = one('AppProject', 'finance', all);
  expect(spec.destinations.map((to: Loose) => to['namespace'])).not.toContain('argocd');
  expect(all.filter(({ kind }) => kind === 'Application').map(({ metadata }) => metadata.name)).not.toContain(
    'argocd',
  );
});

describe('an add-on', () => {
  it('is an Application of its pinned chart, before that of the platform', () => {
    expect(one('Application', 'cert-manager').spec).toMatchObject({
      source: {
        repoURL: 'https://charts.example.org/them',
        chart: 'cert-manager',
        targetRevision: expect.stringMatching(/^v\d+\.\d+\.\d+$/),
        helm: { releaseName: 'cert-manager', valuesObject: { replicaCount: 2, a: 1 } },
      },
      destination: { namespace: 'cert-manager' },
      syncPolicy: { syncOptions: expect.arrayContaining(['CreateNamespace=true']) },
    });
    const names = objects.filter(({ kind }) => kind === 'Application').map(({ metadata }) => metadata.name);
    expect(names).toEqual(['cert-manager', 'kyverno', 'finance']);
  });

  it('comes from a registry under the name that Argo CD knows it by', () => {
    expect(one('Application', 'kyverno').spec.source).toMatchObject({
      repoURL: 'mirror.example.org/charts',
      chart: 'kyverno',
    });
  });
});

describe('a project', () => {
  it('allows our repository, and the namespaces and kinds of these manifests, and nothing else', () => {
    const { spec } = one('AppProject', 'finance');
    expect(spec.sourceRepos).toEqual([delivery.repository]);
    const applied = objects.filter(({ kind }) => !/^(AppProject|Application|Namespace|Secret)$/.test(kind));
    const ours = applied.filter(({ metadata }) => metadata.namespace !== 'argocd');
    const namespaces = ours.flatMap(({ metadata }) => metadata.namespace ?? []);
    expect(spec.destinations.map((to: Loose) => to['namespace'])).toEqual([...new Set(namespaces)].sort());
    const allowed = [...spec.clusterResourceWhitelist, ...spec.namespaceResourceWhitelist].map(
      ({ group, kind, name }) => [group, kind, ...(name === undefined ? [] : [name])].join('/'),
    );
    const needed = ours.map((object) =>
      [groupOf(object), object.kind, ...(object.metadata.namespace ? [] : [object.metadata.name])].join('/'),
    );
    expect(allowed.toSorted()).toEqual([...new Set(needed)].sort());
    expect(allowed).not.toContain('/Secret');
    expect(allowed).not.toContain('/Namespace');
    expect(spec.clusterResourceWhitelist).toContainEqual({
      group: 'scheduling.k8s.io',
      kind: 'PriorityClass',
      name: 'finance-data',
    });
  });

  it('of the add-ons allows their repositories and namespaces', () => {
    const { spec } = one('AppProject', 'finance-add-ons');
    expect(spec.sourceRepos).toEqual(['https://charts.example.org/them', 'mirror.example.org/charts']);
    const namespaces = spec.destinations.map((to: Loose) => to['namespace']);
    expect(namespaces).toEqual(['cert-manager', 'kube-system', 'kyverno']);
  });

  it('is what its Applications are in', () => {
    expect(one('Application', 'finance').spec.project).toBe('finance');
    expect(one('Application', 'kyverno').spec.project).toBe('finance-add-ons');
  });

  it('of yours takes the place of both', () => {
    const yours = objectsIn(
      platform(settingsWith({ delivery: { ...delivery, project: 'ours' }, addOns })).app,
    );
    expect(yours.filter(({ kind }) => kind === 'AppProject')).toEqual([]);
    for (const name of ['finance', 'kyverno'])
      expect(one('Application', name, yours).spec.project).toBe('ours');
  });
});

it('who may look at the platform may see how far its delivery is, and no values of add-ons', () => {
  const access = {
    viewer: { groups: ['all'] },
    ciCd: { users: ['pipeline'] },
    backupOperator: { users: ['x'] },
  };
  const all = objectsIn(platform(settingsWith({ delivery, addOns, access })).app);
  expect(one('Role', 'finance-delivery', all)).toMatchObject({
    metadata: { namespace: 'argocd' },
    rules: [
      { apiGroups: ['argoproj.io'], resources: ['applications'], resourceNames: ['finance'], verbs: ['get'] },
    ],
  });
  const { subjects } = one('RoleBinding', 'finance-delivery', all) as Loose & { subjects: Loose[] };
  expect(subjects.map(({ name }) => name)).toEqual(['all', 'pipeline']);
});

it.each([
  ['Namespace', 'finance'],
  ['StatefulSet', 'postgres'],
  ['PersistentVolumeClaim', 'backups'],
])('a %s is never deleted by Argo CD', (kind, name) => {
  expect(one(kind, name).metadata.annotations).toHaveProperty(
    ['argocd.argoproj.io/sync-options'],
    'Prune=false,Delete=false',
  );
});

it('compares as the API server applies, which adds fields to a StatefulSet', () => {
  for (const name of ['finance', 'kyverno'])
    expect(one('Application', name).metadata.annotations).toEqual({
      'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
    });
});

it('what can be made again may be pruned', () => {
  expect(one('Deployment', 'web').metadata.annotations ?? {}).not.toHaveProperty([
    'argocd.argoproj.io/sync-options',
  ]);
});

it('leaves no trace where Pulumi delivers', () => {
  const text = JSON.stringify(objectsIn(platform(settingsWith()).app));
  expect(text).not.toContain('argoproj.io');
});

describe('the waves', () => {
  it('bring the database, then its schema, then the app with the claim that may wait for it', () => {
    expect(waveOf(one('StatefulSet', 'postgres'))).toBe(0);
    expect(waveOf(one('Job', 'migrate'))).toBe(1);
    expect(waveOf(one('Deployment', 'web'))).toBe(2);
    expect(waveOf(one('HorizontalPodAutoscaler', 'web'))).toBe(2);
    expect(waveOf(one('PersistentVolumeClaim', 'uploads'))).toBe(2);
  });

  it('close the fence before anything runs', () => {
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies.length).toBeGreaterThan(5);
    expect(policies.map(waveOf).every((wave) => wave === 0)).toBe(true);
  });

  it('bring the policy on Jobs with the CronJobs that it has the pods of, and not before', () => {
    const last = Math.max(...objects.map(waveOf));
    expect(waveOf(one('ValidatingAdmissionPolicy', 'finance-jobs-of-cron-jobs'))).toBe(last);
    expect(waveOf(one('ValidatingAdmissionPolicy', 'finance-restart-only'))).toBe(0);
  });

  it('bring what was added since after what it needs', () => {
    const all = objectsIn(
      platform(
        settingsWith({
          delivery,
          frontend: { enabled: true },
          observability: { logs: { kind: 'elasticsearch' }, dashboards: { kind: 'grafana' } },
        }),
      ).app,
    );
    const order = ['StatefulSet elasticsearch', 'Job elasticsearch-setup', 'DaemonSet fluentd'];
    const waves = (names: readonly string[]) =>
      names.map((name) => waveOf(one(...(name.split(' ') as [string, string]), all)));
    expect(waves(order)).toEqual([0, 1, 2]);
    expect(waves(['Deployment kibana', 'Deployment web', 'Deployment frontend'])).toEqual([2, 2, 3]);
    // No dependencies in either direction.
    expect(waves(['Deployment grafana', 'StatefulSet prometheus', 'Deployment postgres-exporter'])).toEqual([
      0, 0, 0,
    ]);
  });
});

/** Argo CD's order of objects within a wave; unknown kinds come last. */
const ORDER = [
  'Namespace NetworkPolicy ResourceQuota LimitRange ServiceAccount Secret ConfigMap StorageClass PersistentVolumeClaim',
  'CustomResourceDefinition ClusterRole ClusterRoleBinding Role RoleBinding Service DaemonSet Deployment',
  'HorizontalPodAutoscaler StatefulSet Job CronJob Ingress',
]
  .join(' ')
  .split(' ');

const ACCEPTED = join(import.meta.dirname, '../../settings/fixtures/accepted');
const stacks = readdirSync(ACCEPTED).map((file) => file.slice('Pulumi.'.length, -'.yaml'.length));

describe.each(stacks)('delivered by Argo CD, settings as in %s', (stack) => {
  const settings = readStackFile(stack, ACCEPTED);
  const argo = { namespace: 'argocd', signIn: { kind: 'none' as const }, ...delivery };
  const all = objectsIn(platform({ ...settings, delivery: argo }).app);

  it('make an order in which whatever an object names comes before it', () => {
    const find = finder(all);
    const rank = ({ kind }: KubeObject) => (ORDER.indexOf(kind) + ORDER.length) % ORDER.length;
    const wrong = all.flatMap((object) =>
      references(object).flatMap((reference) => {
        const to = find(reference);
        if (!to || to === object || reference.optional) return [];
        const [first, then] = [waveOf(to), waveOf(object)];
        const known = [to, object].every(({ kind }) => ORDER.includes(kind));
        const fine = first < then || (first === then && (!known || rank(to) < rank(object)));
        return fine ? [] : [`${address(object)} (${then}) before ${address(to)} (${first})`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('wait for nothing that waits for somebody else', () => {
    const last = Math.max(...all.map(waveOf));
    const late = (all as readonly Loose[]).filter(
      (object) =>
        /^(CronJob|Ingress|HTTPRoute|Gateway)$/.test(object['kind']) ||
        object['spec']?.type === 'LoadBalancer' ||
        (object['kind'] === 'Certificate' && object['apiVersion'].startsWith('cert-manager.io/')),
    );
    expect(late.map(waveOf).every((wave) => wave === last)).toBe(true);
    const claims = all.filter(({ kind }) => kind === 'PersistentVolumeClaim');
    for (const claim of claims) {
      const users = all.filter(
        (object) =>
          !/^CronJob$/.test(object.kind) &&
          references(object).some(({ kind, name }) => kind === claim.kind && name === claim.metadata.name),
      );
      expect(waveOf(claim)).toBe(Math.min(last, ...users.map(waveOf)));
    }
  });
});
