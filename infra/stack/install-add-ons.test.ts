import { describe, expect, it } from 'vitest';
import { clusterProvider } from '../bridge/cluster-provider.ts';
import { recordRegistrations } from '../bridge/testing/record-registrations.ts';
import { CHARTS } from '../workloads/add-ons/chart-values.ts';
import { addOnsOf } from '../workloads/add-ons/list-wanted-helm-releases.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { installAddOns } from './install-add-ons.ts';

const REPOSITORY = 'https://charts.example.org/them';

const recordingOf = (addOns: object) =>
  recordRegistrations((parent) => {
    const provider = clusterProvider('cluster', { kubeconfig: '{}', identifier: 'test' }, { parent });
    return installAddOns(addOnsOf(settingsWith({ addOns })), { provider, kubeconfig: '{}' });
  });

describe('an add-on', () => {
  it('is a Helm release of a pinned chart, which the program waits for, and nobody takes back', async () => {
    const { named } = await recordingOf({ certManager: { repository: REPOSITORY } });
    expect(named('add-on/cert-manager')).toMatchObject({
      type: 'kubernetes:helm.sh/v3:Release',
      inputs: {
        name: 'cert-manager',
        chart: 'cert-manager',
        version: expect.stringMatching(/^v\d+\.\d+\.\d+$/),
        repositoryOpts: { repo: REPOSITORY },
        namespace: 'cert-manager',
        createNamespace: true,
        skipAwait: true,
        values: { crds: { enabled: true }, replicaCount: 2 },
      },
    });
    expect(named('add-on/cert-manager').inputs).not.toHaveProperty('atomic');
  });

  it('comes from an OCI registry by its address alone', async () => {
    const { named } = await recordingOf({ kyverno: { repository: 'oci://mirror.example.org/charts/' } });
    const { inputs } = named('add-on/kyverno');
    expect(inputs['chart']).toBe('oci://mirror.example.org/charts/kyverno');
    expect(inputs).not.toHaveProperty('repositoryOpts');
  });

  it('takes the values of the settings before ours', async () => {
    const velero = { repository: REPOSITORY, values: { snapshotsEnabled: true, configuration: { a: 1 } } };
    const { inputs } = (await recordingOf({ velero })).named('add-on/velero');
    expect(inputs['values']).toMatchObject({
      snapshotsEnabled: true,
      deployNodeAgent: true,
      configuration: { a: 1 },
    });
  });
});

it('the bundle of the operator brings a Prometheus and an Alertmanager where they are to watch us, and only there', () => {
  const addOns = { prometheusOperator: { repository: REPOSITORY } };
  const valuesWith = (metrics: object) =>
    addOnsOf(settingsWith({ addOns, observability: { metrics } }))[0]?.values;
  expect(valuesWith({ kind: 'none' })).toMatchObject({
    prometheus: { enabled: false },
    alertmanager: { enabled: false },
  });
  expect(valuesWith({ kind: 'operator', scraperNamespace: 'prometheus-operator' })).toMatchObject({
    prometheus: { prometheusSpec: { replicas: 2, podMonitorSelectorNilUsesHelmValues: false } },
    alertmanager: { alertmanagerSpec: { replicas: 2 } },
  });
});

it('the dashboard has as many pods of each part as it is to have', () => {
  const addOns = { kubernetesDashboard: { repository: REPOSITORY } };
  const [dashboard] = addOnsOf(settingsWith({ addOns }));
  for (const part of ['api', 'auth', 'web'])
    expect(dashboard?.values[part]).toEqual({ scaling: { replicas: 2 } });
});

it('Longhorn keeps its volumes, on as many nodes as it is to, and leaves the default class alone', () => {
  const persistenceOf = (highlyAvailable: boolean) =>
    addOnsOf(settingsWith({ addOns: { longhorn: { repository: REPOSITORY, highlyAvailable } } }))[0]?.values[
      'persistence'
    ];
  const kept = { defaultClass: false, reclaimPolicy: 'Retain' };
  expect(persistenceOf(true)).toEqual({ ...kept, defaultClassReplicaCount: 3 });
  expect(persistenceOf(false)).toEqual({ ...kept, defaultClassReplicaCount: 2 });
});

it('no add-on is installed that nobody asked for', () => {
  expect(addOnsOf(settingsWith())).toEqual([]);
});

it('each release has a name of its own', () => {
  const asked = Object.keys(CHARTS).map((key) => [key, { repository: REPOSITORY }]);
  const delivery = { kind: 'argo-cd', repository: 'https://git.example.org/them.git', path: 'all' };
  const all = addOnsOf(settingsWith({ addOns: Object.fromEntries(asked), delivery }));
  expect(all.length).toBeGreaterThan(7);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

it('one that needs others waits for them, and all for what the cluster says', async () => {
  let waited: readonly unknown[] = [];
  const { named } = await recordRegistrations((parent) => {
    const provider = clusterProvider('cluster', { kubeconfig: '{}', identifier: 'test' }, { parent });
    const asked = { repository: REPOSITORY };
    const addOns = addOnsOf(
      settingsWith({ addOns: { barmanCloud: asked, certManager: asked, cloudnativePg: asked } }),
    );
    waited = installAddOns(addOns, { provider, kubeconfig: '{}' }, [provider], { parent });
  });
  const before = (name: string) => named(`add-on/${name}`).options.dependsOn as readonly unknown[];
  expect(waited).toHaveLength(3);
  expect(before('cert-manager')).toHaveLength(1);
  expect(before('plugin-barman-cloud')).toHaveLength(3);
  expect(named('add-on/cert-manager').options.aliases).toEqual([{ parent: expect.anything() }]);
  // Depends on the add-ons, which wait until they run, not on their releases, which are merely installed.
  expect(before('plugin-barman-cloud')).toEqual(expect.arrayContaining(waited.slice(0, 2)));
});
