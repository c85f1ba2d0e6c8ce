import { mountOf, type Server } from '../database/reach.ts';
import type { HouseContainer } from '../house/house.ts';
import { BACKUP, SECRETS } from '../house/names.ts';
import { SCRIPTS } from './scripts.ts';

export interface StepProps {
  readonly name: string;
  readonly image: string;
  /** File of `scripts/`. */
  readonly script: string;
  /** Name of the database. */
  readonly database: string;
  /** The server that it connects to, and in whose name. @default none */
  readonly to?: { readonly server: Server; readonly as: 'backup' | 'owner' };
  /** More variables. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** More variables, from Secrets. @default none */
  readonly secrets?: readonly string[];
  /** More mounts. @default none */
  readonly mounts?: HouseContainer['volumeMounts'];
  /** @default false - only those who make dumps write there */
  readonly writesDumps?: boolean;
  readonly resources: HouseContainer['resources'];
}

/** A container that runs a script, with the dumps at `/dumps`. */
export function step(props: StepProps): HouseContainer {
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

/** The volume that the dumps are kept on. */
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
