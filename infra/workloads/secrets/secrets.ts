import { Construct } from 'constructs';
import { token } from '../../manifests/tokens.ts';
import { Kube } from '../house/kube.ts';
import { SECRETS } from '../house/names.ts';

/** A secret value that a manifest names by its token, and how whoever applies the manifest gets it. */
export interface DeclaredValue {
  /** For example `database.password`. */
  readonly token: string;
  readonly made:
    | { readonly by: 'random'; readonly length: number; readonly rotation: number }
    | { readonly by: 'setting'; readonly path: SettingName }
    /** By a resource that whoever applies the manifest makes beside it; `token` says which of its values. */
    | { readonly by: 'resource' };
}

type Rotated =
  | 'database'
  | 'databaseOwner'
  | 'databaseBackup'
  | 'databaseMetrics'
  | 'session'
  | 'firstInvitation'
  | 'redis';

/** A value that only people have. */
export type SettingName =
  | 'databaseOwnerUser'
  | 'databaseOwnerPassword'
  | 'databaseMetricsUser'
  | 'databaseMetricsPassword'
  | 'smtpUser'
  | 'smtpPassword'
  | 'objectStoreKeyId'
  | 'objectStoreKey'
  | 'alertWebhook';

export interface SecretsProps {
  /** How often each value was made anew; a higher number makes a new one. */
  readonly rotation: Readonly<Record<Rotated, number>>;
  /** Which database it is: it decides who knows its owner, and where it is. */
  readonly database: 'statefulset' | 'cloudnative-pg' | 'external' | 'rds';
  /** Which Redis it is: it decides who makes its password, and where it is. */
  readonly cache: 'in-cluster' | 'elasticache';
  /** Whether there is a mail server: alerts go by it. The app sends none, and its pods have no part in it. */
  readonly mail: boolean;
  /** Whether the database is dumped. */
  readonly backup: boolean;
  /** Whether dumps go to an object store that asks for a key. */
  readonly objectStoreKey: boolean;
  /** Whether something of ours asks the database how it is. */
  readonly databaseMetrics: boolean;
  /** Whether the first person signs up by a link. */
  readonly firstInvitation: boolean;
}

/** The Secrets of the platform. Their values are tokens: no value is ever here. */
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
    /** One of several that are known at a time, each by its round. */
    const inRound = (name: string, length: number, round: number) => random(`${name}.${round}`, length, 1);
    const resource = (name: string) => {
      values.push({ token: name, made: { by: 'resource' } });
      return token(name);
    };
    const setting = (name: string, path: SettingName) => {
      values.push({ token: name, made: { by: 'setting', path } });
      return token(name);
    };

    this.secret(SECRETS.database, {
      ...(database === 'rds' && { DB_HOST: resource('database.host') }),
      // A role of its own for each password: the one before goes on until its pods are gone.
      DB_USER: rotation.database === 1 ? APP : `${APP}_${rotation.database}`,
      DB_PASSWORD: random('database.password', PASSWORD, rotation.database),
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
        // With it the migration comes in to set the new one.
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
    const isOperated = database === 'cloudnative-pg';
    if (isOperated) this.login(SECRETS.databaseOwnerLogin, owner);
    if (backup) {
      const password = random('database-backup.password', PASSWORD, rotation.databaseBackup);
      this.secret(SECRETS.databaseBackup, { DB_BACKUP_USER: DUMPER, DB_BACKUP_PASSWORD: password });
      if (isOperated) this.login(SECRETS.databaseBackupLogin, { username: DUMPER, password });
    }
    this.secret(SECRETS.session, {
      // The first signs, all verify: pods of the round before know the next one already, so both believe each other.
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
    if (objectStoreKey) {
      this.secret(SECRETS.objectStore, {
        RCLONE_S3_ACCESS_KEY_ID: setting('object-store.key-id', 'objectStoreKeyId'),
        RCLONE_S3_SECRET_ACCESS_KEY: setting('object-store.key', 'objectStoreKey'),
      });
    }
    this.values = values;
  }

  /** As the operator of CloudNativePG reads it: with the label a rotated password reaches the database at once. */
  private login(name: string, stringData: { readonly username: string; readonly password: string }): void {
    const metadata = { name, labels: { 'cnpg.io/reload': 'true' } };
    new Kube(this, name, 'Secret', { metadata, type: 'kubernetes.io/basic-auth', stringData });
  }

  private secret(name: string, stringData: Record<string, string>): void {
    new Kube(this, name, 'Secret', { metadata: { name }, type: 'Opaque', stringData });
  }
}

/** The role that the app signs in as; in the release before this one it was `finance_app`. */
const APP = 'finance_web';
/** The role that owns the tables, where we name it. */
export const OWNER = 'finance_owner';
/** The role that dumps. */
export const DUMPER = 'finance_backup';

/** Letters and digits: 32 of them hold 190 bits, and need no escaping in an address or a configuration file. */
const PASSWORD = 32;
const SIGNING_KEY = 64;
/** As long as the links that the app makes: 256 bits. */
const LINK = 43;
