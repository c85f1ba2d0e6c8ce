import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import type { Values } from '../bridge/lift.ts';
import type { Settings } from '../settings/schema.ts';
import type { DeclaredValue } from '../workloads/secrets/secrets.ts';

/** Makes the secret values that the workloads declare. None is ever shown; each is in the state, encrypted. */
export function secretValues(declared: readonly DeclaredValue[], secrets: Settings['secrets']): Values {
  return Object.fromEntries(declared.map((value) => [value.token, made(value, secrets)]));
}

function made({ token, made: how }: DeclaredValue, secrets: Settings['secrets']): pulumi.Output<string> {
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
