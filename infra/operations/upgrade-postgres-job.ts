import { readFileSync } from 'node:fs';
import { POSTGRES } from '../workloads/defaults/names-and-ports.ts';

/** Fields that are read of the StatefulSet of Postgres, and of the CronJob that dumps it. */
export interface UpgradeSources {
  readonly server: { readonly spec: { readonly template: { readonly spec: Pod } } };
  readonly backup: {
    readonly spec: { readonly jobTemplate: { readonly spec: { readonly template: Template } } };
  };
}

interface Template {
  readonly metadata?: object;
  readonly spec: Pod;
}

interface Pod {
  readonly securityContext?: object;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: ReadonlyArray<{ readonly name: string }>;
}

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: ReadonlyArray<{ readonly name: string; readonly value?: string }>;
  readonly resources?: object;
  readonly securityContext?: object;
  readonly volumeMounts?: ReadonlyArray<{ readonly name: string; readonly mountPath: string }>;
}

export interface Carried {
  /** Name of the Job. */
  readonly name: string;
  /** Image of the Postgres to carry to. */
  readonly image: string;
  /** Data directory of that Postgres (PGDATA). */
  readonly data: string;
}

/**
 * A Job that dumps the running server, and restores the dump with another version's programs into a data directory beside
 * the server's, on the same volume and hence on the same node. Existing data is not touched. The Job is derived from the
 * running objects, so that it matches them.
 */
export function upgradeJob({ server, backup }: UpgradeSources, { name, image, data }: Carried) {
  const { template } = backup.spec.jobTemplate.spec;
  const dumping = [...(template.spec.initContainers ?? []), ...template.spec.containers];
  const dump = named(dumping, 'dump');
  const postgres = named(server.spec.template.spec.containers, 'postgres');
  const mounts = (container: Container) =>
    (container.volumeMounts ?? []).filter(({ name: volume }) => !LEFT.has(volume));
  const own = new Set(mounts(postgres).map(({ name: volume }) => volume));
  // The scripts, and the authority that verifies the running server.
  const ofDump = mounts(dump).filter(({ name: volume }) => !own.has(volume));
  const volume = mounts(postgres).filter(({ name: volume }) => volume === 'data');
  const dumps = `${volume[0]?.mountPath}/carried`;
  const told = (of: Container, more: Readonly<Record<string, string>>) => [
    ...(of.env ?? []).filter(({ name: key }) => !(key in more)),
    ...Object.entries(more).map(([key, value]) => ({ name: key, value })),
  ];
  const { resources, securityContext } = postgres;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 6 * 3600,
      template: {
        metadata: template.metadata,
        spec: {
          ...template.spec,
          // The group of the server's files, which is not always that of who dumps.
          securityContext: server.spec.template.spec.securityContext,
          // A ReadWriteOnce volume can be mounted by two pods on the same node.
          affinity: {
            podAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                {
                  labelSelector: { matchLabels: { 'app.kubernetes.io/name': POSTGRES.name } },
                  topologyKey: 'kubernetes.io/hostname',
                },
              ],
            },
          },
          initContainers: [
            {
              // Keeps its own image: the new one may be older than the server's last minor release and not know its catalog.
              ...dump,
              command: ['sh', '-c', `mkdir -p "$DUMPS" && rm -rf "\${DUMPS:?}"/* && sh "$SCRIPTS/dump.sh"`],
              env: told(dump, { DUMPS: dumps, UPLOADS: '' }),
              volumeMounts: [...mounts(dump), ...volume],
            },
          ],
          containers: [
            {
              name: 'upgrade',
              image,
              command: ['sh', '-c', SCRIPT],
              // Connects to the running server as the role that dumps it.
              env: told(
                { ...postgres, env: [...(postgres.env ?? []), ...(dump.env ?? [])] },
                { PGDATA: data, DUMPS: dumps },
              ),
              resources,
              securityContext,
              volumeMounts: [...mounts(postgres), ...ofDump],
            },
          ],
          volumes: [
            ...new Map(
              [...(template.spec.volumes ?? []), ...(server.spec.template.spec.volumes ?? []), CLAIM]
                .filter(({ name: volume }) => !LEFT.has(volume))
                .map((one) => [one.name, one]),
            ).values(),
          ],
        },
      },
    },
  };
}

const SCRIPT = readFileSync(new URL('upgrade-postgres.sh', import.meta.url), 'utf8');
/** Volumes that it leaves where they are: those of dumps and of receipts, of which nothing changes. */
const LEFT = new Set(['dumps', 'uploads']);
const CLAIM = { name: 'data', persistentVolumeClaim: { claimName: `data-${POSTGRES.name}-0` } };

/** Data directory of a server: PGDATA of its container. */
export function dataOf({ spec }: UpgradeSources['server']): string | undefined {
  return named(spec.template.spec.containers, 'postgres').env?.find(({ name }) => name === 'PGDATA')?.value;
}

function named(containers: readonly Container[], name: string): Container {
  const found = containers.find((container) => container.name === name);
  if (!found) throw new Error(`there is no container ${name} in what runs`);
  return found;
}
