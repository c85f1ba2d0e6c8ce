import { isAutoMode } from '../../settings/eks-rules.ts';
import type { Settings } from '../../settings/schema.ts';
import { DATABASE_CLIENTS, POSTGRES, REDIS, WEB } from '../defaults/names-and-ports.ts';
import {
  API_SERVER,
  API_SERVER_PORTS,
  DNS,
  DNS_OF_NODES,
  DNS_PORTS,
  others,
  ours,
  type Path,
  type Pods,
  tcp,
} from '../defaults/network-path-and-known-ends.ts';
import { factsOf } from '../facts/facts.ts';
import { addOnPaths, atBothEnds } from './add-on-namespaces-and-paths.ts';
import { backupPaths, storePaths } from './backup-and-object-store-paths.ts';
import { telemetryPaths } from './log-trace-and-dashboard-paths.ts';
import { metricsPaths } from './metrics-paths.ts';
import { peoplePaths } from './people-paths.ts';

/** Every open path of the platform, in all its namespaces. All others are closed. */
export function pathsOf(settings: Settings, facts = factsOf(settings)): readonly Path[] {
  const { namespace } = settings;
  const web = ours(namespace, WEB.name);
  const clients = DATABASE_CLIENTS.map(({ name }) => ours(namespace, name));
  const { database, redis } = facts;

  const paths: Path[] = [
    ...[web, ...clients].flatMap((from) => [
      { from, to: DNS, ports: DNS_PORTS },
      { from, to: database.end, ports: tcp(database.port) },
    ]),
    ...amongServers(settings, database.end as Pods),
    ...fromReports(settings, database.end),
    { from: web, to: redis.end, ports: tcp(REDIS.port) },
    ...peoplePaths(settings),
  ];
  const all = [
    ...paths,
    ...backupPaths(settings, facts),
    ...storePaths(settings),
    ...metricsPaths(settings, facts),
    ...telemetryPaths(settings),
    ...addOnPaths(settings),
  ];
  const { nameServers } = settings.policies;
  const asked: readonly Path['to'][] = [
    isAutoMode(settings) ? DNS_OF_NODES : DNS,
    ...(nameServers.length === 0 ? [] : [{ name: 'name-servers', cidrs: nameServers }]),
  ];
  const open = all.flatMap((path) => (path.to === DNS ? asked.map((to) => ({ ...path, to })) : path));
  return atBothEnds(open, settings);
}

/** Open paths of CloudNativePG servers: to each other, from the operator that polls them, and to the API server. */
function amongServers({ database }: Settings, servers: Pods): readonly Path[] {
  if (database.mode !== 'cloudnative-pg') return [];
  const operator = others('operator', database.operatorNamespace, {
    'app.kubernetes.io/name': 'cloudnative-pg',
  });
  return [
    { from: operator, to: servers, ports: tcp(STATUS_PORT) },
    { from: servers, to: servers, ports: [...tcp(POSTGRES.port), ...tcp(STATUS_PORT)] },
    { from: servers, to: API_SERVER, ports: API_SERVER_PORTS },
    { from: servers, to: DNS, ports: DNS_PORTS },
  ];
}

/** Open path of a tool for reports; a forwarded port connects from inside the pod and needs none. */
function fromReports({ database }: Settings, servers: Path['to']): readonly Path[] {
  const from = 'storage' in database ? database.reports?.from : undefined;
  if (!from) return [];
  return [
    { from: others('reports', from.namespace, from.podLabels), to: servers, ports: tcp(POSTGRES.port) },
  ];
}

/** Port of the status endpoint of a CloudNativePG server. */
const STATUS_PORT = 8000;
