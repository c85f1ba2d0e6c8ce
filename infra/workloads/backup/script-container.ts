import { BACKUP, SECRETS } from '../defaults/names-and-ports.ts';
import type { RestrictedContainer } from '../defaults/pod.ts';
import { mountOf } from '../facts/certificate-authority-volume.ts';
import type { Server } from '../facts/database-connection.ts';
import { SCRIPTS } from './scripts-config-map.ts';

export interface StepProps {
  readonly name: string;
  readonly image: string;
  /** File in `scripts/`. */
  readonly script: string;
  /** Name of the database. */
  readonly database: string;
  /** Server to connect to, and the role to connect as. @default none */
  readonly to?: { readonly server: Server; readonly as: 'backup' | 'owner' };
  /** More variables. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** More variables, from Secrets. @default none */
  readonly secrets?: readonly string[];
  /** More mounts. @default none */
  readonly mounts?: RestrictedContainer['volumeMounts'];
  /** Mount the dumps writable. @default false - only containers that make dumps write there */
  readonly writesDumps?: boolean;
  readonly resources: RestrictedContainer['resources'];
}

/** A container that runs a script, with the dumps mounted at `/dumps`. */
export function scriptContainer(props: StepProps): RestrictedContainer {
  const { name, image, script, database, to, env = {}, secrets = [], mounts = [] } = props;
  const variables = {
    SCRIPTS: SCRIPTS.folder,
    DUMPS: '/dumps',
    PGDATABASE: database,
    ...(to && { ...to.server.env, PGCONNECT_TIMEOUT: '10' }),
    ...env,
  };
  return {
    name,
    image,
    command: ['sh', `${SCRIPTS.folder}/${script}`],
    env: [
      ...Object.entries(variables).map(([key, value]) => ({ name: key, value })),
      ...(to ? CREDENTIALS[to.as] : []),
    ],
    ...(secrets.length > 0 && { envFrom: secrets.map((secret) => ({ secretRef: { name: secret } })) }),
    resources: props.resources,
    volumeMounts: [
      { name: 'scripts', mountPath: SCRIPTS.folder, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'dumps', mountPath: '/dumps', ...(!props.writesDumps && { readOnly: true }) },
      ...mountOf(to?.server.authority),
      ...mounts,
    ],
  };
}

/** The volume of the dumps. */
export const CLAIM = { name: 'dumps', persistentVolumeClaim: { claimName: BACKUP.claim } };

const CREDENTIALS = {
  backup: credentials(SECRETS.databaseBackup, 'DB_BACKUP'),
  owner: credentials(SECRETS.databaseOwner, 'DB_OWNER'),
};

function credentials(secret: string, prefix: string) {
  return [
    { name: 'PGUSER', valueFrom: { secretKeyRef: { name: secret, key: `${prefix}_USER` } } },
    { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: secret, key: `${prefix}_PASSWORD` } } },
  ];
}
