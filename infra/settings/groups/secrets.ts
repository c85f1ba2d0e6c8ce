import * as v from 'valibot';
import { group } from '../group.ts';
import { Secured } from '../secured.ts';
import { whole } from '../values.ts';

/** Stands for the name of the stack until the message is printed. */
export const STACK = '<stack>';

/** Stands before a command, which comes last in a message. */
export const RUN = '; run: ';

/** Secret values that nobody can make up for you, and the round that the made ones are in. */
export const secrets = group({
  /** Raise one by one to have that value made anew. */
  rotation: v.optional(
    group({
      database: round(),
      databaseOwner: round(),
      databaseBackup: round(),
      databaseMetrics: round(),
      session: round(),
      redis: round(),
      grafana: round(),
    }),
    {},
  ),
  /** The role that owns an external database and may make other roles. */
  databaseOwnerUser: v.exactOptional(encrypted('databaseOwnerUser')),
  databaseOwnerPassword: v.exactOptional(encrypted('databaseOwnerPassword')),
  smtpUser: v.exactOptional(encrypted('smtpUser')),
  smtpPassword: v.exactOptional(encrypted('smtpPassword')),
  objectStoreKeyId: v.exactOptional(encrypted('objectStoreKeyId')),
  objectStoreKey: v.exactOptional(encrypted('objectStoreKey')),
  alertWebhook: v.exactOptional(encrypted('alertWebhook')),
});

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
