import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { GitAndCharts } from '../git-and-charts/git-and-chart-server.ts';
import { JAEGER_IMAGE } from '../load-tool-images.ts';
import { imageOfToday } from '../platform/dev-stack-workspace.ts';

type Settings = Readonly<Record<string, unknown>>;
type Groups = Record<string, Record<string, unknown>>;

/** Names and addresses of one run on a test cluster. */
export interface Place {
  readonly namespace: string;
  readonly host: string;
  readonly otherHost: string;
  /** Secret with the certificate of the Ingress. */
  readonly tlsSecret: string;
  /** Class and namespace of the Ingress controller, whose pods have the label `app: edge`. */
  readonly ingressClass: string;
  /** A node: its name, its address, and the network that its ports are open to. */
  readonly node: { readonly name: string; readonly address: string; readonly network: string };
  /** Class of volumes that all nodes mount. */
  readonly sharedClass: string;
  readonly git: Pick<GitAndCharts, 'repository' | 'charts' | 'host' | 'port'>;
}

/** Settings that differ on a test cluster from those of the lab. */
interface Difference {
  /** Part of the lab that is left out, or that something else stands for. */
  readonly what: string;
  readonly why: string;
  readonly set: (lab: Groups, place: Place) => void;
}

/** Settings of the example lab, with those in the place of what a test cluster cannot have. */
export function labOn(place: Place): Settings {
  const file = join(import.meta.dirname, '../../settings/examples/lab.yaml');
  const config: Settings = parse(readFileSync(file, 'utf8')).config;
  const lab: Groups = Object.fromEntries(
    Object.entries(config).map(([key, group]) => [key.replace(PROJECT, ''), group as Groups[string]]),
  );
  for (const { set } of DIFFERENCES) set(lab, place);
  const named = Object.entries(lab).map(([key, group]) => [`${PROJECT}${key}`, group]);
  return {
    ...Object.fromEntries(named),
    [`${PROJECT}namespace`]: place.namespace,
    'bridge:timeouts': { Deployment: 300, StatefulSet: 300, Cluster: 600, Job: 300 }, // a machine that others share
  };
}

const PROJECT = 'finance-platform:';

/** Folder of the manifests in the repository. */
export const MANIFESTS = 'charts-out/lab';

/** Each part of the lab that is not as in the example: left out, or in the place of it something that can be had. */
export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'k3s on three hosts',
    why: 'the three nodes of the test cluster are in its place, and infra/e2e/k3s makes clusters over ssh',
    set: (lab) => {
      lab['cluster'] = { provider: 'existing' };
    },
  },
  without(
    'kubernetesDashboard',
    'its chart and its pages are in no Go module, and its images cannot be pulled',
  ),
  {
    what: 'add-on velero, and copies by it',
    why: 'its chart is in no Go module, and its images cannot be pulled',
    set: (lab) => {
      delete lab['addOns']?.['velero'];
      delete lab['backup']?.['velero'];
    },
  },
  without(
    'cloudnativePg',
    'its chart cannot be pulled: the same operator, built from its Go module, is in the cluster',
  ),
  without(
    'barmanCloud',
    'its chart cannot be pulled: the same plugin, built from its Go module, with barman-cloud of Debian, is in the cluster',
  ),
  {
    what: 'add-on certManager, and the certificate that it issues',
    why: 'its programs are in no Go module that has a version: a Secret of the test has a certificate',
    set: (lab, { tlsSecret }) => {
      delete lab['addOns']?.['certManager'];
      groupOf(lab, 'exposure')['tls'] = { from: 'secret', secretName: tlsSecret };
    },
  },
  {
    what: 'add-on longhorn, and its class',
    why: 'its engine is written in C, and its images cannot be pulled: a provisioner of a shared folder is in its place',
    set: (lab, { sharedClass }) => {
      delete lab['addOns']?.['longhorn'];
      groupOf(lab, 'uploads')['storageClass'] = sharedClass;
    },
  },
  {
    what: 'repositories of the manifests and of the charts',
    why: 'a server in the cluster has them: Argo CD 3.5.4, of which the chart is made here, and Kyverno',
    set: (lab, { git }) => {
      Object.assign(groupOf(lab, 'delivery'), { repository: git.repository, path: MANIFESTS });
      const connectsTo = [{ range: `${git.host}/32`, port: git.port }];
      Object.assign(addOn(lab, 'argoCd'), { repository: git.charts, connectsTo });
      addOn(lab, 'kyverno')['repository'] = git.charts;
    },
  },
  {
    what: "the Job of Kyverno's chart that stores custom objects anew after an upgrade",
    why: 'its command is a program of its own, which takes ten minutes to build: its controllers have no such objects here',
    set: (lab) => {
      addOn(lab, 'kyverno')['values'] = { crds: { migration: { enabled: false } } };
    },
  },
  {
    what: 'Grafana, and its port of the nodes',
    why: 'its image cannot be pulled, nor its pages be built from a Go module',
    set: (lab) => {
      groupOf(lab, 'observability')['dashboards'] = { kind: 'none' };
      delete lab['nodePorts']?.['grafana'];
    },
  },
  {
    what: 'Loki and Alloy',
    why: 'Alloy, which ships the logs, is in no Go module, and its image cannot be pulled',
    set: (lab) => {
      groupOf(lab, 'observability')['logs'] = { kind: 'none' };
    },
  },
  {
    what: 'images of PostgreSQL and Redis of the lab',
    why: 'the test cluster has stand-ins of the same major version',
    set: (lab) => {
      Object.assign(groupOf(lab, 'images'), { postgres: 'postgres:18', redis: 'redis:8' });
    },
  },
  {
    what: 'release of Jaeger',
    why: 'no later one is a module: 1.62 has a program that reads the same configuration',
    set: (lab) => {
      groupOf(lab, 'images')['jaeger'] = JAEGER_IMAGE;
    },
  },
  {
    what: 'names, addresses and sizes',
    why: 'runs share a cluster, and the machine is smaller than three hosts',
    set: (lab, place) => {
      groupOf(lab, 'web')['image'] = imageOfToday();
      Object.assign(groupOf(lab, 'exposure'), {
        host: place.host,
        otherHosts: [place.otherHost],
        controller: {
          kind: 'traefik',
          className: place.ingressClass,
          namespace: place.ingressClass,
          podLabels: { app: 'edge' },
          metricsPort: 9000,
        },
      });
      // A port of the nodes answers where a pod is.
      groupOf(lab, 'frontend')['placement'] = { nodeSelector: { 'kubernetes.io/hostname': place.node.name } };
      Object.assign(groupOf(lab, 'nodePorts'), {
        from: [place.node.network],
        app: { host: place.node.address, port: 30180 },
      });
      groupOf(lab, 'observability')['namespace'] = `${place.namespace}-monitoring`;
      Object.assign(groupOf(lab, 'backup')['objectStore'] as object, {
        namespace: `${place.namespace}-store`,
        storage: { size: '2Gi' },
      });
      groupOf(lab, 'database')['storage'] = { size: '1Gi' };
    },
  },
];

/** Leaves out an add-on, and nothing else. */
function without(name: string, why: string): Difference {
  return {
    what: `add-on ${name}`,
    why,
    set: (lab) => {
      delete lab['addOns']?.[name];
    },
  };
}

function addOn(lab: Groups, name: string): Record<string, unknown> {
  return groupOf(groupOf(lab, 'addOns') as Groups, name);
}

function groupOf(lab: Groups, name: string): Record<string, unknown> {
  const group = lab[name] ?? {};
  lab[name] = group;
  return group;
}
