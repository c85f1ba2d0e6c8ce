import { isAutoMode } from '../../settings/eks-rules.ts';
import type { Settings } from '../../settings/schema.ts';
import { MIGRATE, POSTGRES, REDIS, RESET_LINK, WEB, WORKER } from '../defaults/names.ts';
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
} from '../defaults/network-path.ts';
import { factsOf } from '../facts/facts.ts';
import { backupPaths } from './backup-paths.ts';
import { metricsPaths } from './metrics-paths.ts';
import { peoplePaths } from './people-paths.ts';
import { telemetryPaths } from './telemetry-paths.ts';

/** Every open path of the platform, in all its namespaces. All others are closed. */
export function pathsOf(settings: Settings, facts = factsOf(settings)): readonly Path[] {
  const { namespace } = settings;
  const web = ours(namespace, WEB.name);
  const others = [MIGRATE, RESET_LINK, WORKER].map(({ name }) => ours(namespace, name));
  const { database, redis } = facts;

  const paths: Path[] = [
    ...[web, ...others].flatMap((from) => [
      { from, to: DNS, ports: DNS_PORTS },
      { from, to: database.end, ports: tcp(database.port) },
    ]),
    ...amongServers(settings, database.end as Pods),
    { from: web, to: redis.end, ports: tcp(REDIS.port) },
    ...peoplePaths(settings),
  ];
  const all = [
    ...paths,
    ...backupPaths(settings, facts),
    ...metricsPaths(settings, facts),
    ...telemetryPaths(settings),
  ];
  const { nameServers } = settings.policies;
  const asked: readonly Path['to'][] = [
    isAutoMode(settings) ? DNS_OF_NODES : DNS,
    ...(nameServers.length === 0 ? [] : [{ name: 'name-servers', cidrs: nameServers }]),
  ];
  return all.flatMap((path) => (path.to === DNS ? asked.map((to) => ({ ...path, to })) : path));
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

/** Port of the status endpoint of a CloudNativePG server. */
const STATUS_PORT = 8000;
