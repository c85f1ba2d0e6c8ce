import * as v from 'valibot';
import { group } from '../group.ts';
import { certificatesInPem, dnsLabel, region, webAddress } from '../name-and-url-schemas.ts';
import { text, unchosen, whole } from '../quantity-text-and-choice-schemas.ts';
import { EncryptedValue } from '../redacted-encrypted-value.ts';

/** Placeholder for the name of the stack until the message is printed. */
export const STACK = '<stack>';

/** Prefix of a command, which ends a message. */
export const RUN = '; run: ';

const sources = ['pulumi', 'external-secrets', 'vault'] as const;
const refused = unchosen(sources, []);

/** Source of the secret values in the cluster. */
const source = v.variant(
  'kind',
  [
    /** Pulumi generates them, and keeps them in the state of the stack, encrypted. */
    group({ kind: v.literal('pulumi') }),
    /**
     * AWS Secrets Manager holds them, and external-secrets, already in the cluster, syncs them. It signs in with the Pod
     * Identity of its own service account.
     */
    group({
      kind: v.literal('external-secrets'),
      /** The region of the store. */
      region: region(),
      /** Prefix of the names of all values there; access is limited to it. */
      prefix: prefix(),
      /** Refresh interval of the copies, in minutes. */
      refreshMinutes: refreshMinutes(),
      /** Role to assume before reading, when its own rights span several platforms. */
      roleArn: v.exactOptional(
        text('the ARN of a role in IAM', (word) =>
          /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(word),
        ),
      ),
    }),
    /**
     * HashiCorp Vault or OpenBao holds them, each as the field `value` of an entry of a KV engine of version 2, and
     * external-secrets, already in the cluster, syncs them. It signs in by the Kubernetes auth method, as the service account
     * `secret-reader` of each namespace.
     */
    group({
      kind: v.literal('vault'),
      /** Address of the server, as pods reach it. Its certificate is verified. */
      server: webAddress('the https address of a Vault server'),
      /** Certificates of the authority that signed the server's, in PEM; absent: those that browsers trust. */
      authority: v.exactOptional(certificatesInPem()),
      /** Path of the KV engine. */
      mount: v.optional(path('secret'), 'secret'),
      /** Prefix of the names of all values there. */
      prefix: prefix(),
      /** Namespace of Vault Enterprise, or of OpenBao. */
      vaultNamespace: v.exactOptional(path('a namespace such as admin/finance')),
      auth: v.optional(
        group({
          /** Path of the auth method. */
          mount: v.optional(path('kubernetes'), 'kubernetes'),
          /** Role of the auth method; it admits the service account, and has a policy that reads under the prefix. */
          role: v.optional(dnsLabel(), 'finance'),
        }),
        {},
      ),
      /** Refresh interval of the copies, in minutes. */
      refreshMinutes: refreshMinutes(),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${sources.join(', ')}`),
);

/** Secret values that only people can supply, and the rotation of the generated ones. */
export const secrets = group({
  source: v.optional(source, { kind: 'pulumi' }),
  /** Rotation counters: raise one by 1 to generate its value anew. */
  rotation: v.optional(
    group({
      /** Password of the app's role in the database. */
      database: round(),
      /** Password of the worker's role. */
      databaseWorker: round(),
      /** Password of the role that owns the database. */
      databaseOwner: round(),
      /** Password of the role that dumps. */
      databaseBackup: round(),
      /** Password of the role that reads statistics. */
      databaseMetrics: round(),
      /** Password of the role for reports. */
      databaseReports: round(),
      /** Keys that sign sessions. */
      session: round(),
      /** The link by which the first person signs up. */
      firstInvitation: round(),
      /** Password of Redis. */
      redis: round(),
      /** The platform's certificate authority, and the certificates of its servers. */
      certificates: round(),
      /** Password of Grafana's administrator. */
      grafana: round(),
      /** Passwords of Elasticsearch, Kibana and Fluentd. */
      elasticsearch: round(),
      /** Keys of the object store inside. */
      objectStore: round(),
    }),
    {},
  ),
  /** Role that owns an external database and may create other roles. */
  databaseOwnerUser: v.exactOptional(encrypted('databaseOwnerUser')),
  /** Password of the owner of an external database. */
  databaseOwnerPassword: v.exactOptional(encrypted('databaseOwnerPassword')),
  /** Role of an external database that may read its statistics (pg_monitor); absent: no exporter queries that database. */
  databaseMetricsUser: v.exactOptional(encrypted('databaseMetricsUser')),
  /** Password of the statistics role of an external database. */
  databaseMetricsPassword: v.exactOptional(encrypted('databaseMetricsPassword')),
  /** The name that we sign in with at the server of `mail`. */
  smtpUser: v.exactOptional(encrypted('smtpUser')),
  /** Password of the SMTP user. */
  smtpPassword: v.exactOptional(encrypted('smtpPassword')),
  /** Id of the access key of `backup.objectStore`. */
  objectStoreKeyId: v.exactOptional(encrypted('objectStoreKeyId')),
  /** Secret access key of the object store. */
  objectStoreKey: v.exactOptional(encrypted('objectStoreKey')),
  /** The address that alerts are posted to; who knows it can write there. */
  alertWebhook: v.exactOptional(encrypted('alertWebhook')),
  /** Private key for ssh to the hosts of a k3s cluster. */
  sshKey: v.exactOptional(encrypted('sshKey')),
});

/** Names of the values that only people can supply. */
export const GIVEN = [
  'databaseOwnerUser',
  'databaseOwnerPassword',
  'databaseMetricsUser',
  'databaseMetricsPassword',
  'smtpUser',
  'smtpPassword',
  'objectStoreKeyId',
  'objectStoreKey',
  'alertWebhook',
] as const;

/** Command that puts a secret value into the stack file; it prompts for the value, so no shell history holds it. */
export function remedy(name: string): string {
  return `${RUN}pulumi config set --stack ${STACK} --secret --path 'finance-platform:secrets.${name}'`;
}

function path(example: string) {
  return text(example.includes(' ') ? example : `a path such as ${example}`, (word) =>
    /^[\w.-]+(?:\/[\w.-]+)*$/.test(word),
  );
}

function prefix() {
  return path('finance/prod');
}

function refreshMinutes() {
  return v.optional(whole(1, 10_080), 60);
}

function round() {
  return v.optional(whole(1, 1_000_000), 1);
}

function encrypted(name: string) {
  return v.custom<EncryptedValue>(
    (value) => value instanceof EncryptedValue,
    `must be encrypted${remedy(name)}`,
  );
}
