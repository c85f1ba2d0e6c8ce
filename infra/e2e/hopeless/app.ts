import { ApiObject, App, Chart } from 'cdk8s';
import { token } from '../../manifests/tokens.ts';

export const HOPELESS = ['unschedulable', 'pull', 'crash', 'claim', 'quota', 'refused'] as const;
export type Hopeless = (typeof HOPELESS)[number];

export interface HopelessProps {
  readonly namespace: string;
  readonly cases: readonly Hopeless[];
  /** Leaves it to Pulumi's provider to wait, as it does without the bridge. */
  readonly plain: boolean;
}

/** Workloads that never get ready, each for a reason of its own. */
export function hopelessApp({ namespace, cases, plain }: HopelessProps): App {
  const app = new App();
  const chart = new Chart(app, 'it');
  const named = (name: string, kind: string, apiVersion = 'v1', fields = {}, metadata = {}) =>
    new ApiObject(chart, `${name}-${kind}`.toLowerCase(), {
      apiVersion,
      kind,
      metadata: { name, ...metadata },
      ...fields,
    });
  const space = (suffix: string, labels: Record<string, string> = {}) => {
    const name = `${namespace}${suffix}`;
    named(name, 'Namespace', 'v1', {}, { labels });
    return { namespace: name };
  };
  const workload = (kind: string, name: string, where: object, container: object, more = {}) =>
    named(
      name,
      kind,
      'apps/v1',
      {
        spec: {
          serviceName: name,
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name } },
            spec: {
              terminationGracePeriodSeconds: 0,
              containers: [{ name: 'it', image: 'busybox:1.37', command: ['sleep', '100000'], ...container }],
            },
          },
          ...more,
        },
      },
      { ...where, ...(plain && { annotations: { 'pulumi.com/waitFor': '' } }) },
    );

  const here = space('');
  named('login', 'Secret', 'v1', { stringData: { PASSWORD: token('password') } }, here);
  const make: Readonly<Record<Hopeless, () => unknown>> = {
    unschedulable: () =>
      workload('Deployment', 'unschedulable', here, { resources: { requests: { cpu: '1000' } } }),
    pull: () => workload('Deployment', 'pull', here, { image: 'busybox:0.0.1' }),
    crash: () =>
      workload('Deployment', 'crash', here, {
        command: ['sh', '-c', 'echo "no database for $PASSWORD"; exit 3'],
        envFrom: [{ secretRef: { name: 'login' } }],
      }),
    claim: () =>
      workload(
        'StatefulSet',
        'claim',
        here,
        {},
        {
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: {
                storageClassName: 'no-such-class',
                accessModes: ['ReadWriteOnce'],
                resources: { requests: { storage: '10Mi' } },
              },
            },
          ],
        },
      ),
    // Where somebody else limits the namespace: a quota of the program's own comes after what it counts.
    quota: () => workload('Deployment', 'quota', { namespace: `${namespace}-full` }, {}),
    refused: () => {
      const strict = space('-strict', { 'pod-security.kubernetes.io/enforce': 'restricted' });
      workload('Deployment', 'refused', strict, {});
    },
  };
  for (const one of cases) make[one]();
  return app;
}
