import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubectl, kubectlWith } from '../kubectl.ts';

/** A trouble that a section of a page is about. */
export interface Trouble {
  /** Brings it about. @default nothing: the section is about a platform that is well */
  readonly make?: (where: Place) => Promise<unknown>;
  /** Texts that the commands that look show then. */
  readonly shown: readonly RegExp[];
  /** Does what the section says to do before its commands that do something. @default nothing */
  readonly cure?: (where: Place) => Promise<unknown>;
  /** Texts that the commands that do something show after them. @default none */
  readonly answered?: readonly RegExp[];
  /** Ends it. @default nothing */
  readonly end?: (where: Place) => Promise<unknown>;
}

export interface Place {
  readonly namespace: string;
  /** Folder with the manifests of the stack, in `charts-out/dev`. */
  readonly root: string;
}

/** Troubles by the heading of their section in `troubleshooting.md`. */
export const TROUBLES: Readonly<Record<string, Trouble>> = {
  'First look': { shown: [/\bpostgres-0\b.*Running/, /web-.* \d+Mi/] },

  'Pods stay pending': {
    make: (at) => patch(at, 'deployment/worker', podSpec({ nodeSelector: { disk: 'fast' } })),
    shown: [/worker-.* Pending/, /worker-.* didn't match Pod's node affinity\/selector/],
    end: (at) => patch(at, 'deployment/worker', podSpec({ nodeSelector: null })),
  },

  'An image cannot be pulled': {
    make: ({ namespace }) => {
      const image = 'finance-platform/web:0.0.0-absent';
      return kubectl(
        ...['set', 'image', 'deployment/web', `web=${image}`, `wait-for-database=${image}`],
        ...['--namespace', namespace],
      );
    },
    shown: [/web .*finance-platform\/web:0\.0\.0-absent/, /Failed to pull image .*absent/],
    answered: [/rolled back/],
  },

  'A container crashes': {
    make: (at) => setEnvironment(at, 'DB_POOL_SIZE=many'),
    shown: [/The environment is not usable/, /DB_POOL_SIZE .*got "many"/, /web-\S+ +[1-9]\d* +Error +1/],
    end: (at) => setEnvironment(at, 'DB_POOL_SIZE-'),
  },

  'A probe fails': {
    make: (at) => patch(at, 'deployment/web', readinessPath('/absent')),
    shown: [/web-.* Readiness probe failed: .*404/, /http-get http:\/\/:http\/absent/],
    end: (at) => patch(at, 'deployment/web', readinessPath('/ready')),
  },

  'A Service has no endpoints': {
    make: (at) => patch(at, 'service/web', { spec: { selector: { 'app.kubernetes.io/name': 'wev' } } }),
    shown: [/<unset> +<unset>/, /app\.kubernetes\.io\/name=wev/, /Running.*app\.kubernetes\.io\/name=web,/],
    end: (at) => patch(at, 'service/web', { spec: { selector: { 'app.kubernetes.io/name': 'web' } } }),
  },

  'The Ingress does not answer': {
    make: (at) => patch(at, 'ingress/web', { spec: { ingressClassName: 'absent' } }),
    shown: [/^web +absent /m, /web:http \(10\.\S+:8080/, /kubernetes\.io\/metadata\.name: kube-system/],
    end: (at) => patch(at, 'ingress/web', { spec: { ingressClassName: 'traefik' } }),
  },

  'The database refuses the app': {
    make: async (at) => {
      await patch(at, 'secret/database-web', { stringData: { DB_PASSWORD: 'another' } });
      await kubectl('rollout', 'restart', 'deployment/web', '--namespace', at.namespace);
    },
    shown: [
      /wait: the app may not sign in to Postgres yet/,
      /password authentication failed for user "finance_web"/,
      /migrate-.* Complete/,
    ],
    cure: ({ root }) => kubectl('apply', '--filename', join(root, 'secrets.yaml')),
    answered: [/deployment\.apps\/web restarted/],
  },

  'A name is not found': {
    make: ({ namespace }) => kubectl('delete', 'networkpolicy', 'worker-to-dns', '--namespace', namespace),
    shown: [/web-to-dns/],
    answered: [/EAI_AGAIN postgres/, /job\.batch "debug" deleted/],
    end: ({ root }) => kubectl('apply', '--filename', join(root, 'charts-out/dev/10-fence.yaml')),
  },

  'Look from inside a pod': { shown: [], answered: [/Defaulting debug container name to debugger-/] },

  'A claim stays pending': {
    make: async (at) => {
      await patch(at, 'resourcequota/quota', { spec: { hard: { 'requests.storage': '1Ti' } } });
      await kubectlWith(CLAIM, 'apply', '--namespace', at.namespace, '--filename', '-');
    },
    shown: [/^tried +Pending/m, /tried +storageclass.* "absent" not found/, /StorageClass: +absent/],
    end: async (at) => {
      await kubectl('delete', 'pvc', 'tried', '--namespace', at.namespace);
      await restoreQuota(at);
    },
  },

  'The quota is full': {
    make: async (at) => {
      await patch(at, 'resourcequota/quota', { spec: { hard: { pods: '1' } } });
      await kubectl('rollout', 'restart', 'deployment/worker', '--namespace', at.namespace);
    },
    shown: [/^pods +\d+ +1$/m, /worker-.* exceeded quota: quota, requested: pods=1/],
    end: restoreQuota,
  },

  'A policy refuses an object': {
    make: async ({ root }) => changeImage(root, ':latest'),
    shown: [],
    answered: [/-images' denied request: images not pinned by a tag other than latest/],
    end: async ({ root }) => changeImage(root, ':0.1.0'),
  },
};

const CLAIM = JSON.stringify({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'tried', labels: { 'app.kubernetes.io/part-of': 'finance-platform' } },
  spec: {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'absent',
    resources: { requests: { storage: '1Mi' } },
  },
});

function patch({ namespace }: Place, name: string, changes: object): Promise<string> {
  return kubectl('patch', name, '--namespace', namespace, '--patch', JSON.stringify(changes));
}

function restoreQuota({ root }: Place): Promise<string> {
  return kubectl('apply', '--filename', join(root, 'charts-out/dev/10-quota.yaml'));
}

function podSpec(spec: object): object {
  return { spec: { template: { spec } } };
}

function readinessPath(path: string): object {
  return podSpec({ containers: [{ name: 'web', readinessProbe: { httpGet: { path } } }] });
}

function setEnvironment({ namespace }: Place, variable: string): Promise<string> {
  return kubectl(
    ...['set', 'env', 'deployment/web', '--containers', 'web', variable],
    ...['--namespace', namespace],
  );
}

/** Gives the manifest of the app another tag. */
function changeImage(root: string, tag: string): void {
  const file = join(root, 'charts-out/dev/40-web.yaml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll(/(image: finance-platform\/web):\S+/g, `$1${tag}`),
  );
}
