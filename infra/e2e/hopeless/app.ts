import { ApiObject, App, Chart } from 'cdk8s';
import { token } from '../../manifests/placeholder-tokens.ts';

export const HOPELESS = ['unschedulable', 'pull', 'crash', 'claim', 'quota', 'refused', 'stranger'] as const;
export type Hopeless = (typeof HOPELESS)[number];

export interface HopelessProps {
  readonly namespace: string;
  readonly cases: readonly Hopeless[];
  /** True to have Pulumi's provider wait, as it does without the bridge. */
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
    // A namespace that the test limits beforehand: the program's own quota is applied after the objects that it counts.
    quota: () => workload('Deployment', 'quota', { namespace: `${namespace}-full` }, {}),
    refused: () => {
      const strict = space('-strict', { 'pod-security.kubernetes.io/enforce': 'restricted' });
      workload('Deployment', 'refused', strict, {});
    },
    // An image whose Postgres runs as another user than the pod.
    stranger: () =>
      workload('StatefulSet', 'stranger', here, {
        image: 'postgres:18',
        command: ['docker-entrypoint.sh', 'postgres'],
        env: [
          { name: 'PGDATA', value: '/tmp/data' },
          { name: 'POSTGRES_PASSWORD', value: 'unused' },
          { name: 'POSTGRES_INITDB_ARGS', value: '--auth-local=peer' },
        ],
        securityContext: { runAsUser: 12345 },
        // Without a probe the pod would be ready until it fails.
        readinessProbe: { exec: { command: ['pg_isready', '--host=127.0.0.1'] }, periodSeconds: 2 },
        terminationMessagePolicy: 'FallbackToLogsOnError',
      }),
  };
  for (const one of cases) make[one]();
  return app;
}
