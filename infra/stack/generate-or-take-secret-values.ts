import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import type { Values } from '../bridge/resolve-placeholder-tokens.ts';
import type { Settings } from '../settings/schema.ts';
import type { DeclaredValue } from '../workloads/secrets/declared-value-types.ts';
import { certificateIssuer } from './issue-certificates.ts';

/** The part of the settings that holds values given by people. */
type Given = Omit<Settings['secrets'], 'source'>;

/**
 * Creates the secret values that the workloads declare. They are encrypted in the state and shown nowhere.
 *
 * @param resources outputs of other resources of the program, by token: `{ 'database.host': instance.address }`
 */
export function secretValues(
  declared: readonly DeclaredValue[],
  secrets: Given,
  resources: Values = {},
): Values {
  const issue = certificateIssuer();
  return Object.fromEntries(declared.map((value) => [value.token, made(value, secrets, resources, issue)]));
}

function made(
  { token, made: how }: DeclaredValue,
  secrets: Given,
  resources: Values,
  issue: ReturnType<typeof certificateIssuer>,
): pulumi.Output<string> {
  if (how.by === 'certificate') return pulumi.secret(issue(how));
  if (how.by === 'resource') {
    const value = resources[token];
    if (value === undefined) throw new Error(`no resource of this program gives ${token}`);
    return pulumi.secret(value);
  }
  if (how.by === 'setting') {
    const setting = secrets[how.path];
    if (setting === undefined) throw new Error(`secrets.${how.path} is needed for ${token}`);
    return pulumi.secret(setting.reveal());
  }
  const { length, rotation } = how;
  const keepers = { rotation: String(rotation) };
  // Letters and digits only: they need no escaping in an address or a configuration file.
  return pulumi.secret(new RandomPassword(token, { length, special: false, keepers }).result);
}
