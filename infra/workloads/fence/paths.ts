import { isAutoMode } from '../../settings/on-eks.ts';
import type { Settings } from '../../settings/schema.ts';
import { redisEnd } from '../cache/redis-in.ts';
import { reachOf } from '../database/reach.ts';
import { MIGRATE, POSTGRES, REDIS, RESET_LINK, WEB } from '../house/names.ts';
import { backupPaths } from './backup-paths.ts';
import { metricsPaths } from './metrics-paths.ts';
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
} from './path.ts';
import { peoplePaths } from './people-paths.ts';
import { telemetryPaths } from './telemetry-paths.ts';

/** Who may talk to whom: every open path of the platform, in all its namespaces. All others are closed. */
export function pathsOf(settings: Settings): readonly Path[] {
  const { namespace } = settings;
  const web = ours(namespace, WEB.name);
  const owners = [MIGRATE, RESET_LINK].map(({ name }) => ours(namespace, name));
  const database = reachOf(settings);
  const redis = redisEnd(settings);

  const paths: Path[] = [
    ...[web, ...owners].flatMap((from) => [
      { from, to: DNS, ports: DNS_PORTS },
      { from, to: database.end, ports: tcp(database.port) },
    ]),
    ...amongServers(settings, database.end as Pods),
    { from: web, to: redis, ports: tcp(REDIS.port) },
    ...peoplePaths(settings),
  ];
  const all = [
    ...paths,
    ...backupPaths(settings, database.end as Pods),
    ...metricsPaths(settings, database),
    ...telemetryPaths(settings),
  ];
  const { nameServers } = settings.policies;
  const asked: readonly Path['to'][] = [
    isAutoMode(settings) ? DNS_OF_NODES : DNS,
    ...(nameServers.length === 0 ? [] : [{ name: 'name-servers', cidrs: nameServers }]),
  ];
  return all.flatMap((path) => (path.to === DNS ? asked.map((to) => ({ ...path, to })) : path));
}

/** What the servers of CloudNativePG need: each other, the operator that asks how they are, and the API server to tell it. */
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

/** Where a server of CloudNativePG says how it is. */
const STATUS_PORT = 8000;
