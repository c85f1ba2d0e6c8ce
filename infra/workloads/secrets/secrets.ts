import { Construct } from 'constructs';
import { token } from '../../manifests/placeholder-tokens.ts';
import { SECRETS } from '../defaults/names-and-ports.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { keyName } from '../facts/object-store-folders-and-keys.ts';
import type { DeclaredValue, SettingName } from './declared-value-types.ts';

type Rotated =
  | 'database'
  | 'databaseWorker'
  | 'databaseOwner'
  | 'databaseBackup'
  | 'databaseMetrics'
  | 'databaseReports'
  | 'session'
  | 'firstInvitation'
  | 'redis';

export interface SecretsProps {
  /** Rotation number of each value; a higher number generates a new value. */
  readonly rotation: Readonly<Record<Rotated, number>>;
  /** Mode of the database: decides where its owner's password and its host come from. */
  readonly database: 'statefulset' | 'cloudnative-pg' | 'external' | 'rds';
  /** True when a copy of the database in RDS serves reads. */
  readonly readReplica: boolean;
  /** Mode of Redis: decides where its password and its address come from. */
  readonly cache: 'in-cluster' | 'elasticache';
  /** True when there is a mail server, which alerts are sent through. The app sends no mail, and its pods do not use it. */
  readonly mail: boolean;
  /** Add the role that dumps the database. */
  readonly backup: boolean;
  /** Source of the key of the object store that dumps go to; undefined: it needs none. */
  readonly objectStoreKey: 'given' | 'generated' | undefined;
  /** Add the role of an exporter of ours that queries the database. */
  readonly databaseMetrics: boolean;
  /** Add the role for reports. */
  readonly databaseReports: boolean;
  /** Add the token of the link by which the first person signs up. */
  readonly firstInvitation: boolean;
}

/** The Secrets of the platform. Their values are tokens: no real value is ever here. */
export class Secrets extends Construct {
  readonly values: readonly DeclaredValue[];

  constructor(scope: Construct, id: string, props: SecretsProps) {
    super(scope, id);
    const { rotation, database, mail, backup, objectStoreKey } = props;
    const values: DeclaredValue[] = [];
    const random = (name: string, length: number, turn: number) => {
      values.push({ token: name, made: { by: 'random', length, rotation: turn } });
      return token(name);
    };
    /** A value of which several rotations are known at a time, each under its own token. */
    const inRound = (name: string, length: number, round: number) => random(`${name}.${round}`, length, 1);
    const resource = (name: string) => {
      values.push({ token: name, made: { by: 'resource' } });
      return token(name);
    };
    const setting = (name: string, path: SettingName) => {
      values.push({ token: name, made: { by: 'setting', path } });
      return token(name);
    };

    const host = {
      ...(database === 'rds' && { DB_HOST: resource('database.host') }),
      ...(props.readReplica && { DB_READ_HOST: resource('database.readHost') }),
    };
    this.secret(SECRETS.database, {
      ...host,
      DB_USER: webRole(rotation.database),
      DB_PASSWORD: random('database.password', PASSWORD, rotation.database),
    });
    this.secret(SECRETS.databaseWorker, {
      ...host,
      DB_WORKER_USER: roleOf(WORKER, rotation.databaseWorker),
      DB_WORKER_PASSWORD: random('database-worker.password', PASSWORD, rotation.databaseWorker),
    });
    const owner =
      database === 'rds'
        ? { username: OWNER, password: resource('database-owner.password') }
        : database === 'external'
          ? {
              username: setting('database-owner.user', 'databaseOwnerUser'),
              password: setting('database-owner.password', 'databaseOwnerPassword'),
            }
          : {
              username: OWNER,
              password: inRound('database-owner.password', PASSWORD, rotation.databaseOwner),
            };
    this.secret(SECRETS.databaseOwner, {
      DB_OWNER_USER: owner.username,
      DB_OWNER_PASSWORD: owner.password,
      ...((database === 'statefulset' || database === 'cloudnative-pg') && {
        // The migration connects with it to set the new one.
        DB_OWNER_PREVIOUS_PASSWORD: inRound('database-owner.password', PASSWORD, rotation.databaseOwner - 1),
      }),
    });
    if (props.databaseMetrics) {
      const isExternal = database === 'external';
      this.secret(SECRETS.databaseMetrics, {
        DB_METRICS_USER: isExternal
          ? setting('database-metrics.user', 'databaseMetricsUser')
          : 'finance_metrics',
        DB_METRICS_PASSWORD: isExternal
          ? setting('database-metrics.password', 'databaseMetricsPassword')
          : random('database-metrics.password', PASSWORD, rotation.databaseMetrics),
      });
    }
    if (props.databaseReports) {
      this.secret(SECRETS.databaseReports, {
        DB_REPORTS_USER: REPORTS,
        DB_REPORTS_PASSWORD: random('database-reports.password', PASSWORD, rotation.databaseReports),
      });
    }
    const isOperated = database === 'cloudnative-pg';
    if (isOperated) this.login(SECRETS.databaseOwnerLogin, owner);
    if (backup) {
      const password = random('database-backup.password', PASSWORD, rotation.databaseBackup);
      this.secret(SECRETS.databaseBackup, { DB_BACKUP_USER: DUMPER, DB_BACKUP_PASSWORD: password });
      if (isOperated) this.login(SECRETS.databaseBackupLogin, { username: DUMPER, password });
    }
    this.secret(SECRETS.session, {
      // The first signs, all verify: pods of the previous rotation already know the next key, so both accept each other's.
      SESSION_SECRET: [rotation.session, rotation.session - 1, rotation.session + 1]
        .map((round) => inRound('session.secret', SIGNING_KEY, round))
        .join(),
    });
    if (props.firstInvitation) {
      const link = random('first-invitation.token', LINK, rotation.firstInvitation);
      this.secret(SECRETS.firstInvitation, { FIRST_INVITATION: link });
    }
    this.secret(
      SECRETS.redis,
      props.cache === 'elasticache'
        ? { REDIS_URL: resource('redis.url'), REDIS_PASSWORD: resource('redis.password') }
        : { REDIS_PASSWORD: random('redis.password', PASSWORD, rotation.redis) },
    );
    if (mail) {
      this.secret(SECRETS.smtp, {
        SMTP_USER: setting('smtp.user', 'smtpUser'),
        SMTP_PASSWORD: setting('smtp.password', 'smtpPassword'),
      });
    }
    if (objectStoreKey === 'given') {
      this.secret(SECRETS.objectStore, {
        RCLONE_S3_ACCESS_KEY_ID: setting('object-store.key-id', 'objectStoreKeyId'),
        RCLONE_S3_SECRET_ACCESS_KEY: setting('object-store.key', 'objectStoreKey'),
      });
    }
    if (objectStoreKey === 'generated') {
      // The store declares its values.
      this.secret(SECRETS.objectStore, {
        RCLONE_S3_ACCESS_KEY_ID: 'backup',
        RCLONE_S3_SECRET_ACCESS_KEY: token(keyName('backup')),
      });
    }
    this.values = values;
  }

  /** Adds a Secret in the format of CloudNativePG's operator: the label makes it apply a rotated password at once. */
  private login(name: string, stringData: { readonly username: string; readonly password: string }): void {
    const metadata = { name, labels: { 'cnpg.io/reload': 'true' } };
    new Kube(this, name, 'Secret', { metadata, type: 'kubernetes.io/basic-auth', stringData });
  }

  private secret(name: string, stringData: Record<string, string>): void {
    new Kube(this, name, 'Secret', { metadata: { name }, type: 'Opaque', stringData });
  }
}

/** The app's role; in the previous release it was `finance_app`. */
const APP = 'finance_web';
/** The worker's role. */
const WORKER = 'finance_worker';
/** The role that owns the tables, unless the database is external. */
export const OWNER = 'finance_owner';
/** The role that makes dumps. */
export const DUMPER = 'finance_backup';

/** The role for reports. */
export const REPORTS = 'finance_reports';

/** The app's role in a rotation of its password. */
export function webRole(round: number): string {
  return roleOf(APP, round);
}

/** Each rotation of the password has a role of its own: the previous one works until its pods are gone. */
function roleOf(base: string, round: number): string {
  return round === 1 ? base : `${base}_${round}`;
}

/** Length of passwords, letters and digits: 190 bits, and no escaping needed in a URL or a configuration file. */
const PASSWORD = 32;
const SIGNING_KEY = 64;
/** Length of the app's links: 256 bits. */
const LINK = 43;
