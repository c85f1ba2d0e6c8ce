import type { Settings } from '../../settings/schema.ts';
import { MIGRATE, POSTGRES, REDIS, WEB } from '../house/names.ts';
import { backupPaths } from './backup-paths.ts';
import { ANYWHERE, DNS, DNS_PORTS, INTERNET, others, ours, type Path, tcp } from './path.ts';

/** Who may talk to whom: every open path of the platform, in all its namespaces. All others are closed. */
export function pathsOf(settings: Settings): readonly Path[] {
  const { namespace, mail } = settings;
  const { metrics } = settings.observability;
  const web = ours(namespace, WEB.name);
  const migrate = ours(namespace, MIGRATE.name);
  const postgres = ours(namespace, POSTGRES.name);
  const redis = ours(namespace, REDIS.name);

  const paths: Path[] = [
    ...[web, migrate].map((from) => ({ from, to: DNS, ports: DNS_PORTS })),
    { from: web, to: postgres, ports: tcp(POSTGRES.port) },
    { from: migrate, to: postgres, ports: tcp(POSTGRES.port) },
    { from: web, to: redis, ports: tcp(REDIS.port) },
    ...fromPeople(settings).map((from) => ({ from, to: web, ports: tcp(WEB.port) })),
  ];
  if (metrics.kind === 'annotations') {
    const scraper = others('scraper', metrics.scraperNamespace);
    paths.push({ from: scraper, to: web, ports: tcp(WEB.metricsPort) });
  }
  if (mail) paths.push({ from: web, to: { ...INTERNET, name: 'mail' }, ports: tcp(mail.port) });
  return [...paths, ...backupPaths(settings)];
}

/** The way that people's requests take; a forwarded port comes from inside the pod and needs no opening. */
function fromPeople({ exposure }: Settings): ReadonlyArray<Path['from']> {
  if (exposure.kind === 'node-port') return [ANYWHERE];
  if (exposure.kind !== 'ingress') return [];
  const { namespace, podLabels } = exposure.controller;
  return [others('controller', namespace, podLabels)];
}
