import * as v from 'valibot';
import { group } from './group.ts';
import { Secured } from './secured.ts';
import { whole } from './values.ts';

/** Stands for the name of the stack until the message is printed. */
export const STACK = '<stack>';

/** Secret values that nobody can make up for you, and the round that the made ones are in. */
export const secrets = group({
  /** Raise one by one to have that value made anew. */
  rotation: v.optional(
    group({ database: round(), databaseOwner: round(), session: round(), redis: round() }),
    {},
  ),
  smtpUser: v.exactOptional(encrypted('smtpUser')),
  smtpPassword: v.exactOptional(encrypted('smtpPassword')),
});

/** The command that puts a secret value into the stack file; it asks for the value, so no shell remembers it. */
export function command(name: string): string {
  return `pulumi config set --stack ${STACK} --secret --path 'finance-platform:secrets.${name}'`;
}

function round() {
  return v.optional(whole(1, 1_000_000), 1);
}

function encrypted(name: string) {
  return v.custom<Secured>((value) => value instanceof Secured, `must be encrypted: ${command(name)}`);
}
