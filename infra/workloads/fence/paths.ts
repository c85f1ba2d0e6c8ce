import type { Settings } from '../../settings/schema.ts';
import { MIGRATE, POSTGRES, REDIS, WEB } from '../house/names.ts';
import { backupPaths } from './backup-paths.ts';
import { metricsPaths } from './metrics-paths.ts';
import { DNS, DNS_PORTS, INTERNET, ours, type Path, tcp } from './path.ts';
import { peoplePaths } from './people-paths.ts';
import { telemetryPaths } from './telemetry-paths.ts';

/** Who may talk to whom: every open path of the platform, in all its namespaces. All others are closed. */
export function pathsOf(settings: Settings): readonly Path[] {
  const { namespace, mail } = settings;
  const web = ours(namespace, WEB.name);
  const migrate = ours(namespace, MIGRATE.name);
  const postgres = ours(namespace, POSTGRES.name);
  const redis = ours(namespace, REDIS.name);

  const paths: Path[] = [
    ...[web, migrate].map((from) => ({ from, to: DNS, ports: DNS_PORTS })),
    { from: web, to: postgres, ports: tcp(POSTGRES.port) },
    { from: migrate, to: postgres, ports: tcp(POSTGRES.port) },
    { from: web, to: redis, ports: tcp(REDIS.port) },
    ...peoplePaths(settings),
  ];
  if (mail) paths.push({ from: web, to: { ...INTERNET, name: 'mail' }, ports: tcp(mail.port) });
  return [...paths, ...backupPaths(settings), ...metricsPaths(settings), ...telemetryPaths(settings)];
}
