import * as v from 'valibot';
import { group } from '../group.ts';
import { region } from '../names.ts';
import { Secured } from '../secured.ts';
import { text, unchosen, whole } from '../values.ts';

/** Stands for the name of the stack until the message is printed. */
export const STACK = '<stack>';

/** Stands before a command, which comes last in a message. */
export const RUN = '; run: ';

const sources = ['pulumi', 'external-secrets'] as const;
const refused = unchosen(sources, []);

/** Who keeps the values, and puts them into the cluster. */
const source = v.variant(
  'kind',
  [
    /** Pulumi makes them, and keeps them in the state of the stack, encrypted. */
    group({ kind: v.literal('pulumi') }),
    /**
     * AWS Secrets Manager keeps them, and external-secrets, which is in the cluster, copies them. It comes there with
     * the Pod Identity of its own service account.
     */
    group({
      kind: v.literal('external-secrets'),
      region: region(),
      /** What the names of all values there begin with; it may read those and no others. */
      prefix: text('a path such as finance/prod', (word) => /^[\w.-]+(?:\/[\w.-]+)*$/.test(word)),
      /** How old a copy may be. */
      refreshMinutes: v.optional(whole(1, 10_080), 60),
      /** Taken on before reading, where its own rights are for several platforms. */
      roleArn: v.exactOptional(
        text('the ARN of a role in IAM', (word) =>
          /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(word),
        ),
      ),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${sources.join(', ')}`),
);

/** Secret values that nobody can make up for you, and the round that the made ones are in. */
export const secrets = group({
  source: v.optional(source, { kind: 'pulumi' }),
  /** Raise one by one to have that value made anew. */
  rotation: v.optional(
    group({
      database: round(),
      databaseOwner: round(),
      databaseBackup: round(),
      databaseMetrics: round(),
      session: round(),
      firstInvitation: round(),
      redis: round(),
      grafana: round(),
      elasticsearch: round(),
    }),
    {},
  ),
  /** The role that owns an external database and may make other roles. */
  databaseOwnerUser: v.exactOptional(encrypted('databaseOwnerUser')),
  databaseOwnerPassword: v.exactOptional(encrypted('databaseOwnerPassword')),
  /** A role of an external database that may read its statistics (pg_monitor); absent: its owner watches it. */
  databaseMetricsUser: v.exactOptional(encrypted('databaseMetricsUser')),
  databaseMetricsPassword: v.exactOptional(encrypted('databaseMetricsPassword')),
  smtpUser: v.exactOptional(encrypted('smtpUser')),
  smtpPassword: v.exactOptional(encrypted('smtpPassword')),
  objectStoreKeyId: v.exactOptional(encrypted('objectStoreKeyId')),
  objectStoreKey: v.exactOptional(encrypted('objectStoreKey')),
  alertWebhook: v.exactOptional(encrypted('alertWebhook')),
  /** The private key for the hosts of a k3s cluster. */
  sshKey: v.exactOptional(encrypted('sshKey')),
});

/** Those that only people have. */
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

/** How to put a secret value into the stack file; the command asks for the value, so no shell remembers it. */
export function remedy(name: string): string {
  return `${RUN}pulumi config set --stack ${STACK} --secret --path 'finance-platform:secrets.${name}'`;
}

function round() {
  return v.optional(whole(1, 1_000_000), 1);
}

function encrypted(name: string) {
  return v.custom<Secured>((value) => value instanceof Secured, `must be encrypted${remedy(name)}`);
}
